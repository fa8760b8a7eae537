import Layers
import Tensors

/// Tells from the features of a U-Net where each point of a body is: a map for each, whose highest place it is.
///
/// - Source: `HeatmapHead` of SDPose (Liang et al. 2025), with the names of ComfyUI's checkpoints.
struct HeatmapHead: Sendable {
    /// Channels of the features that it looks at.
    let width: Int
    /// How many points a body has.
    let points: Int

    private let doubling: DoublingConv2d
    private let mixing: Conv2d
    private let last: Conv2d

    init(_ weights: Weights) throws(WeightsError) {
        let first = try weights.shape("deconv_layers.0.weight", rank: 4)
        let middle = try weights.shape("conv_layers.0.weight", rank: 4)
        let end = try weights.shape("final_layer.weight", rank: 4)
        (width, points) = (first[0], end[0])
        doubling = try DoublingConv2d(weights / "deconv_layers.0", from: first[0], to: first[1])
        mixing = try Conv2d(weights / "conv_layers.0", from: first[1], to: middle[0], kernel: middle[2])
        last = try Conv2d(weights / "final_layer", from: middle[0], to: end[0], kernel: end[2])
    }

    /// - Shapes: `features` [N, H, W, width] → [N, 2H, 2W, points].
    /// - Throws: if the weights cannot be read.
    func callAsFunction(_ features: Tensor) throws -> Tensor {
        try last(normalized(mixing(normalized(doubling(features)))))
    }

    /// Each channel of each image by itself, then SiLU.
    private func normalized(_ image: Tensor) -> Tensor {
        let channels = image.shape[3]
        return groupNorm(
            image, groups: channels, scale: Tensor(repeating: 1, shape: [channels]),
            shift: Tensor(zeros: [channels]), epsilon: 1e-5, silu: true)
    }
}
