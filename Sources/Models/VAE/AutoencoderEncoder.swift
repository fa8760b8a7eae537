import Layers
import Tensors

/// From a picture to the mean of its latent.
///
/// Source: `Encoder` in CompVis `diffusionmodules/model.py`.
struct AutoencoderEncoder: Sendable {
    let configuration: AutoencoderConfiguration

    private struct Level: Sendable {
        let blocks: [AutoencoderResidualBlock]
        let halve: Conv2d?
    }

    private let first: Conv2d
    private let levels: [Level]
    private let middle: AutoencoderMiddle
    private let lastNorm: GroupNorm, last: Conv2d
    /// Mixes means and variances; some families have none.
    private let mix: Conv2d?

    /// - Parameter weights: seen from where `encoder` lies.
    init(_ weights: Weights) throws(WeightsError) {
        let encoder = weights / "encoder"
        configuration = try .encoder(encoder)
        var width = try encoder.shape("conv_in.weight", rank: 4)[0]
        first = try Conv2d(encoder / "conv_in", from: configuration.pictureChannels, to: width, kernel: 3)
        var levels: [Level] = []
        for (index, level) in configuration.levels.enumerated() {
            let path = encoder / "down.\(index)"
            var blocks: [AutoencoderResidualBlock] = []
            for block in 0..<level.blocks {
                blocks.append(try AutoencoderResidualBlock(path / "block.\(block)", from: width, to: level.width))
                width = level.width
            }
            // One row and column of zeros, behind the picture only.
            let padding = Padding(top: 0, left: 0, bottom: 1, right: 1)
            let halve =
                level.resamples
                ? try Conv2d(path / "downsample.conv", from: width, to: width, kernel: 3, stride: 2, padding: padding)
                : nil
            levels.append(Level(blocks: blocks, halve: halve))
        }
        self.levels = levels
        middle = try AutoencoderMiddle(encoder / "mid", width: width)
        let moments = 2 * configuration.latentChannels
        lastNorm = try GroupNorm(encoder / "norm_out", channels: width, epsilon: 1e-6)
        last = try Conv2d(encoder / "conv_out", from: width, to: moments, kernel: 3)
        mix =
            weights.has("quant_conv.weight")
            ? try Conv2d(weights / "quant_conv", from: moments, to: moments, kernel: 1) : nil
    }

    /// - Shapes: `picture` [N, H, W, 3] → [N, H/8, W/8, latentChannels].
    /// - Units: `picture` in -1...1.
    func callAsFunction(_ picture: Tensor, observe: Observer = { _, _ in }) throws -> Tensor {
        var hidden = try first(picture)
        observe("conv_in", hidden)
        for (index, level) in levels.enumerated() {
            for (number, block) in level.blocks.enumerated() {
                hidden = try block(hidden)
                observe("down.\(index).block.\(number)", hidden)
            }
            if let halve = level.halve {
                hidden = try halve(hidden)
                observe("down.\(index).downsample", hidden)
            }
        }
        hidden = try middle(hidden) { observe("mid.\($0)", $1) }
        hidden = try last(lastNorm(hidden, silu: true))
        if let mix { hidden = try mix(hidden) }
        return hidden.sliced(axis: 3, 0..<configuration.latentChannels)
    }
}
