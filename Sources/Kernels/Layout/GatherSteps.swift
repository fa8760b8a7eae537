/// Copies the steps of one axis with the given numbers, in their order.
///
/// - Shapes: `input` [outer, length, inner] → `output` [outer, indices.count, inner].
public func gatherSteps(
    _ input: Span<Float>, length: Int, inner: Int, _ indices: [Int], into output: inout MutableSpan<Float>
) {
    guard output.count > 0 else { return }
    let outer = input.count / (length * inner)
    precondition(outer * indices.count * inner == output.count, "\(indices.count) steps of \(inner)")
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            indices.withUnsafeBufferPointer { indices in
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                parallelChunks(outer * indices.count, atLeast: max(1, elementsWorthSharing / inner)) { chunk in
                    for step in chunk {
                        let (block, place) = step.quotientAndRemainder(dividingBy: indices.count)
                        let from = source + (block * length + indices[place]) * inner
                        if inner == 1 {
                            target[step] = from.pointee
                        } else {
                            (target + step * inner).update(from: from, count: inner)
                        }
                    }
                }
            }
        }
    }
}
