import Engine
import Models
import Tensors

/// Turns pictures into latents with a hole in them, for a sampler to fill.
struct VAEEncodeForInpaint: Node {
    static let displayName = "VAE Encode (for Inpainting)"
    static let category = "model/latent"
    static let summary = "Turn pictures into latents, gray where a mask is white, for a sampler to redraw."

    @Input("The pictures.") var pixels: Image
    @Input("The VAE.") var vae: VAE
    @Input("What to redraw.") var mask: Mask
    @Input("How far the mask is grown, in pixels, so that the seam is redrawn as well.", in: 0...64) var growMaskBy = 6

    @Output var latent: Latent

    func run(_ context: RunContext) throws {
        let autoencoder = try vae.autoencoder.get()
        let pictures = InpaintingPictures(pixels.pixels, mask: mask.values, cell: autoencoder.cellSize)
        latent = Latent(
            samples: try autoencoder.encode(pictures.pixels),
            noiseMask: growMaskBy == 0 ? rounded(pictures.mask) : pictures.mask.grown(by: growMaskBy))
    }
}

extension Tensor {
    /// A mask made black and white, with everything white that is `size` pixels or less from white.
    ///
    /// - Shapes: self [N, H, W] → same.
    fileprivate func grown(by size: Int) -> Tensor {
        // ComfyUI's window: of an even size, it reaches one pixel further up and left.
        let before = size / 2
        let reach = -before..<size - before
        return rounded(self).mapped { min(max($0, 0), 1) }
            .windowedMaximum(reach, axis: 2).windowedMaximum(reach, axis: 1)
    }
}
