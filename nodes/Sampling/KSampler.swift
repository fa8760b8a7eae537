import Diffusion
import Engine

/// Turns noise into a latent that shows the prompt.
struct KSampler: Node {
    static let displayName = "KSampler"
    static let category = "model/sampling"
    static let summary = "Denoise a latent, guided by a positive and a negative prompt."

    @Input("The model that denoises.") var model: Model
    @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("How closely to follow the prompt; 1 ignores the negative one.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfg = 8.0
    @Input("The method of each step.") var samplerName: SamplerName
    @Input("How noise falls from step to step.") var scheduler: Scheduler
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The latent to start from.") var latentImage: Latent
    @Input("How much of the latent to redraw; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var latent: Latent

    func run(_ context: RunContext) throws {
        let plan = StepPlan(scheduler: scheduler, steps: steps, denoise: denoise)
        let sampling = Sampling(
            guider: Guider(model, positive: positive, negative: negative, scale: cfg),
            sampler: ChosenSampler(samplerName),
            sigmas: plan.sigmas(sampler: samplerName, for: model.sampling), noise: Noise(seed: seed),
            predictedFrom: ["model", "positive", "negative", "cfg"])
        latent = try sampling(latentImage, context).end
    }
}
