/// Writes the steps of one axis to places with the given numbers, in their order; no number occurs twice.
///
/// - Shapes: `input` [indices.count, inner] → `output` [length, inner].
public func scatterSteps(
    _ input: Span<Float>, inner: Int, to indices: [Int], in output: inout MutableSpan<Float>
) {
    guard inner > 0 else { return }
    let length = output.count / inner
    precondition(
        input.count == indices.count * inner && indices.allSatisfy { 0 <= $0 && $0 < length },
        "\(input.count) elements to \(indices.count) steps of \(inner)")
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(indices.count, atLeast: max(1, elementsWorthSharing / inner)) { chunk in
                for step in chunk { (target + indices[step] * inner).update(from: source + step * inner, count: inner) }
            }
        }
    }
}
