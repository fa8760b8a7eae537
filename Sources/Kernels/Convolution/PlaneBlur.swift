/// Blurs planes with a curve that is the same on both sides, down and then across; beyond the edges there are zeros.
///
/// Sums are 64 bits wide and rounded after each direction, from the far ends to the middle, as SciPy adds them up.
///
/// - Shapes: `planes` [planes, height, width] → `output` the same; `half` the curve from its middle on.
public func blurPlanes(
    _ planes: Span<Float>, by half: Span<Double>, height: Int, width: Int, into output: inout MutableSpan<Float>
) {
    let size = height * width
    precondition(
        size > 0 && planes.count.isMultiple(of: size) && output.count == planes.count && half.count > 0,
        "\(planes.count) elements in planes of \(height) × \(width) into \(output.count)")
    let radius = half.count - 1
    planes.withUnsafeBufferPointer { planes in
        half.withUnsafeBufferPointer { half in
            output.withUnsafeMutableBufferPointer { output in
                guard let source = planes.baseAddress, let curve = half.baseAddress, let target = output.baseAddress
                else { return }
                parallel(planes.count / size) { plane in
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { between in
                        guard let between = between.baseAddress else { return }
                        let plane = plane * size
                        for place in 0..<size {
                            between[place] = blurred(
                                source + plane, place, at: place / width, of: height, stride: width, curve, radius)
                        }
                        for place in 0..<size {
                            target[plane + place] = blurred(
                                between, place, at: place % width, of: width, stride: 1, curve, radius)
                        }
                    }
                }
            }
        }
    }
}

@inline(__always)
private func blurred(
    _ values: UnsafePointer<Float>, _ place: Int, at position: Int, of length: Int, stride: Int,
    _ curve: UnsafePointer<Double>, _ radius: Int
) -> Float {
    var sum = Double(values[place]) * curve[0]
    for distance in Swift.stride(from: radius, to: 0, by: -1) {
        let before = position >= distance ? Double(values[place - distance * stride]) : 0
        let after = position + distance < length ? Double(values[place + distance * stride]) : 0
        sum += (before + after) * curve[distance]
    }
    return Float(sum)
}
