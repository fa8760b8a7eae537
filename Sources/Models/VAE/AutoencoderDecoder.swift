import Layers
import Tensors

/// From a latent to a picture.
///
/// Source: `Decoder` in CompVis `diffusionmodules/model.py`.
struct AutoencoderDecoder: Sendable {
    let configuration: AutoencoderConfiguration

    private struct Level: Sendable {
        let blocks: [AutoencoderResidualBlock]
        let afterDoubling: Conv2d?
    }

    /// Mixes the latent's channels; some families have none.
    private let mix: Conv2d?
    private let first: Conv2d
    private let middle: AutoencoderMiddle
    /// From the size of the picture down, as the checkpoint counts them; run in reverse.
    private let levels: [Level]
    private let lastNorm: GroupNorm, last: Conv2d

    /// - Parameter weights: seen from where `decoder` lies.
    init(_ weights: Weights) throws(WeightsError) {
        let decoder = weights / "decoder"
        configuration = try .decoder(decoder)
        let latent = configuration.latentChannels
        mix =
            weights.has("post_quant_conv.weight")
            ? try Conv2d(weights / "post_quant_conv", from: latent, to: latent, kernel: 1) : nil
        var width = try decoder.shape("conv_in.weight", rank: 4)[0]
        first = try Conv2d(decoder / "conv_in", from: latent, to: width, kernel: 3)
        middle = try AutoencoderMiddle(decoder / "mid", width: width)
        var levels: [Level] = []
        for (index, level) in configuration.levels.enumerated().reversed() {
            let path = decoder / "up.\(index)"
            var blocks: [AutoencoderResidualBlock] = []
            for block in 0..<level.blocks {
                blocks.append(try AutoencoderResidualBlock(path / "block.\(block)", from: width, to: level.width))
                width = level.width
            }
            let afterDoubling =
                level.resamples ? try Conv2d(path / "upsample.conv", from: width, to: width, kernel: 3) : nil
            levels.append(Level(blocks: blocks, afterDoubling: afterDoubling))
        }
        self.levels = levels.reversed()
        lastNorm = try GroupNorm(decoder / "norm_out", channels: width, epsilon: 1e-6)
        last = try Conv2d(decoder / "conv_out", from: width, to: configuration.pictureChannels, kernel: 3)
    }

    /// - Shapes: `latent` [N, H, W, latentChannels] → [N, 8H, 8W, 3].
    /// - Units: result in -1...1, give or take.
    func callAsFunction(_ latent: Tensor, observe: Observer = { _, _ in }) throws -> Tensor {
        var hidden = try first(mix?(latent) ?? latent)
        observe("conv_in", hidden)
        hidden = try middle(hidden) { observe("mid.\($0)", $1) }
        for (index, level) in levels.enumerated().reversed() {
            for (number, block) in level.blocks.enumerated() {
                hidden = try block(hidden)
                observe("up.\(index).block.\(number)", hidden)
            }
            if let afterDoubling = level.afterDoubling {
                hidden = try afterDoubling(upsampleNearest2x(hidden))
                observe("up.\(index).upsample", hidden)
            }
        }
        return try last(lastNorm(hidden, silu: true))
    }
}
