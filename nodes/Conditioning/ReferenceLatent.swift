import Diffusion
import Engine
import Tensors

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
            if let latent { entry.addReference(latent.samples) }
        }
    }
}

extension ConditioningEntry {
    /// Attaches the latent of a picture, after those that are there.
    mutating func addReference(_ latent: Tensor) {
        let known = tensors.keys.count { $0.hasPrefix("reference_latent_") }
        tensors["reference_latent_\(known)"] = latent
    }
}
