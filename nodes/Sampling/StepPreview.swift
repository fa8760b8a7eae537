import Diffusion
import Engine
import Formats
import Models
import Tensors

/// Shows what the model takes the picture to be while it is sampled: by the tiny decoder that lies in `vae_approx`, otherwise by
/// sums of the latent's channels. Kinds of latents for which there is neither are not shown.
struct StepPreview {
    private let preview: LatentPreview
    private let context: RunContext

    /// - Returns: nil for latents of an unknown kind.
    /// - Throws: if the tiny decoder's file is damaged.
    init?(_ format: LatentFormat, _ context: RunContext) throws {
        self.context = context
        let name = LatentFormat.tiny.first { $0.value == format }?.key
        if let decoder = name.flatMap(context.folders.tinyAutoencoder)?.decoder {
            preview = try LatentPreview(tinyDecoder: loadWeightsFile(decoder), origin: decoder, of: format)
        } else if let sums = LatentPreview(of: format) {
            preview = sums
        } else {
            return nil
        }
    }

    /// - Shapes: `denoised` [N, C, H, W], in the model's scale; the first of the batch is shown, eight times as wide and high.
    func show(_ denoised: Tensor) throws {
        guard denoised.shape.count == 4 else { return }
        var pixels = try preview(denoised)
        let (height, width) = (8 * denoised.shape[2], 8 * denoised.shape[3])
        if pixels.shape[1] != height { pixels = resized(pixels, height: height, width: width, method: .bilinear) }
        context.preview(Preview(width: width, height: height, pixels: PNG.bytes(of: pixels)))
    }
}
