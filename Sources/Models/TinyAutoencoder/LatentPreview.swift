import Diffusion
import Layers
import Tensors

/// A quick look at a latent on its way: a sum of its channels for each colour, or what a tiny decoder makes of it.
///
/// ```swift
/// let preview = LatentPreview(of: model.latentFormat)
/// onStep: { report in show(try preview?(report.denoised)) }
/// ```
///
/// Latents are in the model's scale, as steps report them.
public struct LatentPreview: Sendable {
    private enum Method {
        /// A row of red, green and blue for each channel, and what is added to all.
        case sums(factors: [[Float]], bias: [Float])
        case tiny(Autoencoder)
    }

    private let method: Method

    /// By sums, which cost nothing; nil for latents of an unknown kind.
    ///
    /// - Source: least-squares fits of pictures to their latents, as ComfyUI's `latent_formats.py` has them.
    public init?(of format: LatentFormat) {
        switch format.scale {
        case LatentFormat.stableDiffusion.scale where format.channels == 4:
            method = .sums(
                factors: [
                    [0.3512, 0.2297, 0.3227], [0.3250, 0.4974, 0.2350], [-0.2829, 0.1762, 0.2721],
                    [-0.2120, -0.2616, -0.7177],
                ], bias: [0, 0, 0])
        case LatentFormat.stableDiffusionXL.scale where format.channels == 4:
            method = .sums(
                factors: [
                    [0.3651, 0.4232, 0.4341], [-0.2533, -0.0042, 0.1068], [0.1076, 0.1111, -0.0362],
                    [-0.3165, -0.2492, -0.2188],
                ], bias: [0.1084, -0.0175, -0.0011])
        case LatentFormat.playground.scale where format == .playground:
            method = .sums(
                factors: [
                    [0.3920, 0.4054, 0.4549], [-0.2634, -0.0196, 0.0653], [0.0568, 0.1687, -0.0755],
                    [-0.3112, -0.2359, -0.2076],
                ], bias: [0, 0, 0])
        default: return nil
        }
    }

    /// By a tiny decoder, eight times as wide and high.
    ///
    /// - Throws: if the file has no such network, or a damaged one.
    public init(
        tinyDecoder tensors: [String: StoredTensor], origin: String, of format: LatentFormat
    ) throws(WeightsError) {
        // The network works in the model's scale.
        let own = LatentFormat(channels: format.channels, scale: 1)
        method = .tiny(try TinyAutoencoder.decoder(file: tensors, origin: origin, format: own))
    }

    /// What the first latent of a batch looks like.
    ///
    /// - Shapes: `latents` [N, C, H, W] → [1, H, W, 3], or [1, 8H, 8W, 3] by a tiny decoder.
    /// - Units: result in 0...1.
    /// - Throws: `CancellationError`; if the weights cannot be read.
    public func callAsFunction(_ latents: Tensor) throws -> Tensor {
        let first = latents[rows: 0..<1]
        switch method {
        case .tiny(let autoencoder): return try autoencoder.decode(first)
        case .sums(let factors, let bias):
            let (height, width) = (first.shape[2], first.shape[3])
            guard first.shape[1] == factors.count else {
                throw ModelInputError.latentChannels(wanted: factors.count, found: first.shape[1])
            }
            return Tensor(shape: [1, height, width, 3]) { pixels in
                let values = first.values
                for cell in 0..<height * width {
                    for colour in 0..<3 {
                        var sum = bias[colour]
                        for channel in factors.indices {
                            sum += values[channel * height * width + cell] * factors[channel][colour]
                        }
                        pixels[3 * cell + colour] = max(0, min(1, (sum + 1) / 2))
                    }
                }
            }
        }
    }
}
