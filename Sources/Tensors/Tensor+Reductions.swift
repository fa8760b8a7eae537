import Kernels

/// Numbers that sum up all elements, computed in double precision.
extension Tensor {
    /// The mean of all elements.
    public var mean: Float { Float(Moments(of: values).mean) }

    /// The sum of all elements.
    public var sum: Float {
        let moments = Moments(of: values)
        return Float(moments.mean * moments.count)
    }

    /// The standard deviation of all elements as an estimate from a sample (divided by count - 1), which is torch's.
    public var standardDeviation: Float {
        let moments = Moments(of: values)
        return Float((moments.deviation / (moments.count - 1)).squareRoot())
    }

    /// The Euclidean length of all elements together.
    public var norm: Float {
        let moments = Moments(of: values)
        return Float((moments.deviation + moments.mean * moments.mean * moments.count).squareRoot())
    }

    /// The least element.
    public var least: Float { extremes(of: values).least }

    /// The greatest element.
    public var greatest: Float { extremes(of: values).greatest }

    /// `summary` of every step of the first axis: `latent.perRow(\.standardDeviation)`.
    public func perRow(_ summary: (Tensor) -> Float) -> [Float] {
        (0..<shape[0]).map { summary(self[rows: $0..<$0 + 1]) }
    }

    /// Every step of the first axis times its own factor.
    public func scaledPerRow(by factors: [Float]) -> Tensor {
        precondition(factors.count == shape[0], "scaledPerRow: \(factors.count) factors for \(shape)")
        return concatenate((0..<shape[0]).map { self[rows: $0..<$0 + 1] * factors[$0] }, axis: 0)
    }
}
