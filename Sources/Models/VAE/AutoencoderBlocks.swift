import Layers
import Tensors

/// Two 3×3 convolutions beside a shortcut.
///
/// Source: `ResnetBlock` in CompVis `diffusionmodules/model.py`.
struct AutoencoderResidualBlock: Sendable {
    private let norm1: GroupNorm, conv1: Conv2d
    private let norm2: GroupNorm, conv2: Conv2d
    private let shortcut: Conv2d?

    init(_ weights: Weights, from inputs: Int, to outputs: Int) throws(WeightsError) {
        norm1 = try GroupNorm(weights / "norm1", channels: inputs, epsilon: 1e-6)
        conv1 = try Conv2d(weights / "conv1", from: inputs, to: outputs, kernel: 3)
        norm2 = try GroupNorm(weights / "norm2", channels: outputs, epsilon: 1e-6)
        conv2 = try Conv2d(weights / "conv2", from: outputs, to: outputs, kernel: 3)
        shortcut = inputs == outputs ? nil : try Conv2d(weights / "nin_shortcut", from: inputs, to: outputs, kernel: 1)
    }

    /// - Shapes: `image` [N, H, W, inputs] → [N, H, W, outputs].
    func callAsFunction(_ image: Tensor) throws -> Tensor {
        try Task.checkCancellation()
        let hidden = try conv1(norm1(image, silu: true))
        return try conv2(norm2(hidden, silu: true), adding: shortcut?(image) ?? image)
    }
}

/// The blocks at the smallest size, with attention between all cells.
///
/// Source: `mid` of `Encoder` and `Decoder`, `AttnBlock` in CompVis `diffusionmodules/model.py`.
struct AutoencoderMiddle: Sendable {
    private let before: AutoencoderResidualBlock, after: AutoencoderResidualBlock
    private let norm: GroupNorm, attention: Attention

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        before = try AutoencoderResidualBlock(weights / "block_1", from: width, to: width)
        norm = try GroupNorm(weights / "attn_1.norm", channels: width, epsilon: 1e-6)
        attention = Attention(
            query: try Linear(weights / "attn_1.q", from: width, to: width),
            key: try Linear(weights / "attn_1.k", from: width, to: width),
            value: try Linear(weights / "attn_1.v", from: width, to: width),
            output: try Linear(weights / "attn_1.proj_out", from: width, to: width),
            heads: 1)
        after = try AutoencoderResidualBlock(weights / "block_2", from: width, to: width)
    }

    /// - Shapes: `image` [N, H, W, width] → same.
    func callAsFunction(_ image: Tensor, observe: Observer) throws -> Tensor {
        var hidden = try before(image)
        observe("block_1", hidden)
        let shape = hidden.shape
        let tokens = [shape[0], shape[1] * shape[2], shape[3]]
        hidden = try attention(norm(hidden).reshaped(tokens), adding: hidden.reshaped(tokens)).reshaped(shape)
        observe("attn_1", hidden)
        hidden = try after(hidden)
        observe("block_2", hidden)
        return hidden
    }
}
