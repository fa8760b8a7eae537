/// x where it is positive, slope · x elsewhere, in place: what comes out of a convolution is often the largest block of a network, and
/// is needed no more.
///
/// - Parameter slope: from 0 to 1.
public func leakyRectify(_ values: inout MutableSpan<Float>, slope: Float) {
    precondition(0...1 ~= slope, "a slope of \(slope)")
    let count = values.count
    values.withUnsafeMutableBufferPointer { values in
        guard let base = values.baseAddress else { return }
        parallelChunks(count, atLeast: elementsWorthSharing) { chunk in
            var index = chunk.lowerBound
            while index + 8 <= chunk.upperBound {
                let x = base.vector(at: index)
                base.store(x.replacing(with: slope * x, where: x .< 0), at: index)
                index += 8
            }
            while index < chunk.upperBound {
                if base[index] < 0 { base[index] *= slope }
                index += 1
            }
        }
    }
}
