import Diffusion
import Engine
import Models
import Tensors

/// Shows inpainting models the picture around the hole.
struct InpaintModelConditioning: Node {
    static let category = "model/conditioning"
    static let summary = "Prepare prompts and a latent for an inpainting model."

    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The VAE.") var vae: VAE
    @Input("The pictures.") var pixels: Image
    @Input("What to redraw.") var mask: Mask
    @Input("Whether the sampler keeps what lies outside the mask.") var noiseMask = true

    @Output("positive") var shown: Conditioning
    @Output("negative") var avoided: Conditioning
    @Output("latent") var latent: Latent

    func run(_ context: RunContext) throws {
        let autoencoder = try vae.autoencoder.get()
        let pictures = InpaintingPictures(pixels.pixels, mask: mask.values, cell: 8)
        let around = try autoencoder.encode(pictures.pixels)
        latent = Latent(
            samples: try autoencoder.encode(pixels.pixels), noiseMask: noiseMask ? pictures.mask : nil)
        func prepared(_ prompts: Conditioning) -> Conditioning {
            prompts.mapping { entry in
                entry.tensors["concat_latent_image"] = around
                entry.tensors["concat_mask"] = pictures.mask
            }
        }
        shown = prepared(positive)
        avoided = prepared(negative)
    }
}
