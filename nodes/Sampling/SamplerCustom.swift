import Diffusion
import Engine

/// A sampler over noise levels that other nodes have made.
struct SamplerCustom: Node {
    static let category = "model/sampling/custom"
    static let summary = "Denoise a latent by a chosen sampler over chosen noise levels."

    @Input("The model that denoises.") var model: Model
    @Input("Whether noise is added before the first step.") var addNoise = true
    @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var noiseSeed: UInt64 = 0
    @Input("How closely to follow the prompt; 1 ignores the negative one.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfg = 8.0
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The method of each step.") var sampler: ChosenSampler
    @Input("The noise levels to walk through.") var sigmas: Sigmas
    @Input("The latent to start from.") var latentImage: Latent

    @Output("output") var latent: Latent
    @Output("denoised_output") var denoised: Latent

    func run(_ context: RunContext) throws {
        let sampling = Sampling(
            guider: Guider(model, positive: positive, negative: negative, scale: cfg), sampler: sampler,
            sigmas: sigmas.levels, noise: Noise(seed: noiseSeed, isAdded: addNoise),
            predictedFrom: ["model", "positive", "negative", "cfg"])
        (latent, denoised) = try sampling(latentImage, context)
    }
}
