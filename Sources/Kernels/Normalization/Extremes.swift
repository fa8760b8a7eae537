/// The least and the greatest element; NaN is passed over.
public func extremes(of values: Span<Float>) -> (least: Float, greatest: Float) {
    var least = SIMD8<Float>(repeating: .infinity)
    var greatest = SIMD8<Float>(repeating: -.infinity)
    values.withUnsafeBufferPointer { values in
        guard let source = values.baseAddress else { return }
        var index = 0
        while index + 8 <= values.count {
            let x = source.vector(at: index)
            least = least.replacing(with: x, where: x .< least)
            greatest = greatest.replacing(with: x, where: x .> greatest)
            index += 8
        }
        while index < values.count {
            let x = SIMD8(repeating: source[index])
            least = least.replacing(with: x, where: x .< least)
            greatest = greatest.replacing(with: x, where: x .> greatest)
            index += 1
        }
    }
    return (least.min(), greatest.max())
}
