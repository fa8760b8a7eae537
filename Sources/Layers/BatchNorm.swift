import Kernels
import Tensors

/// Normalises each channel by what training saw of it, then scales and shifts it.
public struct BatchNorm: Sendable {
    private let path: String
    private let parameters: Once<(scale: Tensor, shift: Tensor)>

    public init(_ weights: Weights, channels: Int, epsilon: Float = 1e-5) throws(WeightsError) {
        let scale = try weights("weight", channels)
        let shift = try weights("bias", channels)
        let mean = try weights("running_mean", channels)
        let variance = try weights("running_var", channels)
        path = weights.path
        parameters = weights.once("batch norm", ["weight", "bias", "running_mean", "running_var"]) {
            let factor = try scale.tensor() / squareRoot(try variance.tensor() + epsilon)
            return (factor, try shift.tensor() - mean.tensor() * factor)
        }
    }

    /// - Parameter rectified: whether negative results become zero.
    /// - Shapes: `x` [..., channels] → same.
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ x: consuming Tensor, rectified: Bool = false) throws -> Tensor {
        let (scale, shift) = try parameters()
        return scaledChannels(x, by: scale, shift: shift, rectified: rectified)
    }
}
