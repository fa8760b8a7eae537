extension Oracle {
    /// Axis `k` of the result is axis `axes[k]` of `input`.
    public static func permute(_ input: [Float], shape: [Int], axes: [Int]) -> [Float] {
        let outputShape = axes.map { shape[$0] }
        return (0..<input.count).map { index in
            var position = [Int](repeating: 0, count: shape.count)
            var rest = index
            for axis in outputShape.indices.reversed() {
                position[axes[axis]] = rest % outputShape[axis]
                rest /= outputShape[axis]
            }
            return input[zip(position, shape).reduce(0) { $0 * $1.1 + $1.0 }]
        }
    }
}
