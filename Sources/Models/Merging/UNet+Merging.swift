import Kernels
import Layers
import Tensors

extension UNet {
    /// A network whose weights are sums of this one's and of another's, each times a factor.
    ///
    /// Tensors that the other lacks, or has in another shape, stay as they are times their factor.
    ///
    /// - Parameter factors: for a tensor by its name in the original layout, such as `input_blocks.1.0.in_layers.2.weight`.
    /// - Throws: if the weights describe no network any more, which cannot be.
    public func combined(
        with other: UNet, factors: (_ name: String) -> (own: Double, other: Double)
    ) throws(WeightsError) -> UNet {
        var sums: [String: StoredTensor] = [:]
        for name in weights.names {
            guard let shape = weights.shape(name) else { continue }
            let factors = factors(name)
            let theirs = other.weights.shape(name) == shape ? try other.weights(name, shape) : nil
            guard factors.own != 1 || (theirs != nil && factors.other != 0) else { continue }
            sums[name] = StoredTensor(
                shape: shape, element: .float32,
                source: WeightedSum(
                    first: try weights(name, shape), firstFactor: factors.own, second: theirs,
                    secondFactor: factors.other))
        }
        return sums.isEmpty ? self : try UNet(weights.replacing(sums))
    }
}

/// The sum of two tensors, each times a factor, computed when a layer reads it.
struct WeightedSum: WeightSource {
    let first: StoredTensor, firstFactor: Double
    let second: StoredTensor?, secondFactor: Double

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        var sum = try first.tensor() * Float(firstFactor)
        if let second { sum = sum.adding(try second.tensor(), times: Float(secondFactor)) }
        return try body(bytes(of: sum.values))
    }
}
