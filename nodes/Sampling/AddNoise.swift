import Diffusion
import Engine
import Tensors

/// Noises a latent without sampling it.
struct AddNoise: Node {
    static let category = "model/sampling/noise"
    static let summary = "Add noise to a latent, as much as lies between the first and the last noise level."

    @Input("The model that will denoise.") var model: Model
    @Input("The noise to add.") var noise: Noise
    @Input("The noise levels.") var sigmas: Sigmas
    @Input("The latent.") var latentImage: Latent

    @Output var noisy: Latent

    func run(_ context: RunContext) {
        noisy = latentImage
        guard let first = sigmas.levels.first, let last = sigmas.levels.last else { return }
        let level = sigmas.levels.count > 1 ? abs(first - last) : first
        let latent = model.latentFormat.encoded(latentImage.samples)
        let samples = model.sampling.noised(latent, with: noise.initial(for: latentImage), at: level)
        noisy.samples = model.latentFormat.decoded(samples)
    }
}
