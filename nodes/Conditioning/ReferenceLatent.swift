import Diffusion
import Engine

/// Shows an editing model a picture, as a latent.
struct ReferenceLatent: Node {
    static let displayName = "Set Reference Latent"
    static let category = "model/conditioning"
    static let summary = "Attach the latent of a picture to a prompt, for models that edit; latents add up."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("The latent of the picture.") var latent: Latent?

    @Output var extended: Conditioning

    func run(_ context: RunContext) {
        extended = conditioning.mapping { entry in
            guard let latent else { return }
            let known = entry.tensors.keys.count { $0.hasPrefix("reference_latent_") }
            entry.tensors["reference_latent_\(known)"] = latent.samples
        }
    }
}
