import Kernels
import Tensors

/// Normalises groups of channels of each image to zero mean and unit variance, then scales and shifts each channel.
public struct GroupNorm: Sendable {
    private let groups: Int
    private let epsilon: Float
    private let path: String
    private let parameters: Once<(scale: Tensor, shift: Tensor)>

    public init(
        _ weights: Weights, channels: Int, groups: Int = 32, epsilon: Float = 1e-5
    ) throws(WeightsError) {
        guard channels.isMultiple(of: groups) else {
            throw weights.error(.unsupported("\(channels) channels at '\(weights.path)' make no \(groups) groups"))
        }
        let scale = try weights("weight", channels)
        let shift = try weights("bias", channels)
        self.groups = groups
        self.epsilon = epsilon
        path = weights.path
        parameters = weights.once("norm", ["weight", "bias"]) { (try scale.tensor(), try shift.tensor()) }
    }

    /// - Shapes: `image` [N, ..., channels] → same.
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ image: Tensor, silu: Bool = false) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (scale, shift) = try parameters()
            return groupNorm(image, groups: groups, scale: scale, shift: shift, epsilon: epsilon, silu: silu)
        }
    }
}
