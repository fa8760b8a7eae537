import Diffusion
import Engine

/// A sampler over noise levels, with noise and guidance that other nodes have made.
struct SamplerCustomAdvanced: Node {
    static let category = "model/sampling/custom"
    static let summary = "Denoise a latent by chosen noise, guidance, sampler and noise levels."

    @Input("The noise to start from.") var noise: Noise
    @Input("The model with its prompts.") var guider: Guider
    @Input("The method of each step.") var sampler: ChosenSampler
    @Input("The noise levels to walk through.") var sigmas: Sigmas
    @Input("The latent to start from.") var latentImage: Latent

    @Output("output") var latent: Latent
    @Output("denoised_output") var denoised: Latent

    func run(_ context: RunContext) throws {
        let sampling = Sampling(
            guider: guider, sampler: sampler, sigmas: sigmas.levels, noise: noise,
            predictedFrom: ["guider"])
        (latent, denoised) = try sampling(latentImage, context)
    }
}
