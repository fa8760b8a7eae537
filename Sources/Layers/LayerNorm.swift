import Kernels
import Tensors

/// Normalises each token to zero mean and unit variance, then scales and shifts each feature.
public struct LayerNorm: Sendable {
    private let epsilon: Float
    private let path: String
    private let parameters: Once<(scale: Tensor, shift: Tensor)>

    public init(_ weights: Weights, width: Int, epsilon: Float = 1e-5) throws(WeightsError) {
        let scale = try weights("weight", width)
        let shift = try weights("bias", width)
        self.epsilon = epsilon
        path = weights.path
        parameters = weights.once("norm", ["weight", "bias"]) { (try scale.tensor(), try shift.tensor()) }
    }

    /// - Shapes: `tokens` [..., width] → same.
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ tokens: Tensor) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (scale, shift) = try parameters()
            return layerNorm(tokens, scale: scale, shift: shift, epsilon: epsilon)
        }
    }
}
