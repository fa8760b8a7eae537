import Diffusion
import Engine
import Models
import Tensors

/// Shows InstructPix2Pix models the picture to change.
struct InstructPixToPixConditioning: Node {
    static let category = "model/conditioning/instructpix2pix"
    static let summary = "Prepare prompts and an empty latent for a model that changes a picture as told."

    @Input("What to do.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The VAE.") var vae: VAE
    @Input("The picture to change.") var pixels: Image

    @Output("positive") var shown: Conditioning
    @Output("negative") var avoided: Conditioning
    @Output("latent") var latent: Latent

    func run(_ context: RunContext) throws {
        let picture = try vae.autoencoder.get().encode(pixels.pixels)
        func prepared(_ prompts: Conditioning) -> Conditioning {
            prompts.mapping { $0.tensors["concat_latent_image"] = picture }
        }
        (shown, avoided) = (prepared(positive), prepared(negative))
        latent = Latent(samples: Tensor(zeros: picture.shape))
    }
}
