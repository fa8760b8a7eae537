import Layers
import Tensors

/// The convolutional half of a U-Net stage: two 3×3 convolutions around an injected time embedding.
///
/// Source: `ResBlock` in CompVis `openaimodel.py`; weight names follow that checkpoint layout.
struct ResidualBlock: Sendable {
    private let norm1: GroupNorm, conv1: Conv2d
    private let time: Linear
    private let norm2: GroupNorm, conv2: Conv2d
    private let skip: Conv2d?

    init(_ weights: Weights, from inputs: Int, to outputs: Int, time width: Int) throws(WeightsError) {
        norm1 = try GroupNorm(weights / "in_layers.0", channels: inputs)
        conv1 = try Conv2d(weights / "in_layers.2", from: inputs, to: outputs, kernel: 3)
        time = try Linear(weights / "emb_layers.1", from: width, to: outputs)
        norm2 = try GroupNorm(weights / "out_layers.0", channels: outputs)
        conv2 = try Conv2d(weights / "out_layers.3", from: outputs, to: outputs, kernel: 3)
        skip = inputs == outputs ? nil : try Conv2d(weights / "skip_connection", from: inputs, to: outputs, kernel: 1)
    }

    /// - Parameter embedding: the time embedding after its SiLU, which all blocks share.
    /// - Shapes: `image` [N, H, W, inputs], `embedding` [N, width] → [N, H, W, outputs].
    func callAsFunction(_ image: Tensor, embedding: Tensor) throws -> Tensor {
        let hidden = try conv1(norm1(image, silu: true), perImage: time(embedding))
        return try conv2(norm2(hidden, silu: true), adding: skip?(image) ?? image)
    }
}
