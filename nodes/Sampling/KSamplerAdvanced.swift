import Diffusion
import Engine

/// A switch as ComfyUI lists it: what is usual first.
enum Leftover: String, Choice {
    case disable
    case enable
}

/// A sampler over some of the steps, so that several can share one walk from noise to picture.
struct KSamplerAdvanced: Node {
    static let displayName = "KSampler (Advanced)"
    static let category = "model/sampling"
    static let summary = "Denoise a latent over a range of steps, with or without noise at the start and the end."

    @Input("The model that denoises.") var model: Model
    @Input("Whether noise is added before the first step.") var addNoise: Switch
    @Input("The noise to start from.", in: 0...UInt64.max, isSeed: true) var noiseSeed: UInt64 = 0
    @Input("Steps of the whole walk.", in: 1...10_000) var steps = 20
    @Input("How closely to follow the prompt; 1 ignores the negative one.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfg = 8.0
    @Input("The method of each step.") var samplerName: SamplerName
    @Input("How noise falls from step to step.") var scheduler: Scheduler
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("The latent to start from.") var latentImage: Latent
    @Input("The first step to take.", in: 0...10_000) var startAtStep = 0
    @Input("The step to stop before.", in: 0...10_000) var endAtStep = 10_000
    @Input("Whether noise may be left for another sampler to remove.") var returnWithLeftoverNoise = Leftover.disable

    @Output var latent: Latent

    func run(_ context: RunContext) throws {
        let plan = StepPlan(
            scheduler: scheduler, steps: steps, start: startAtStep, end: endAtStep,
            endsClean: returnWithLeftoverNoise == .disable)
        let sampling = Sampling(
            guider: Guider(model, positive: positive, negative: negative, scale: cfg),
            sampler: ChosenSampler(samplerName),
            sigmas: plan.sigmas(sampler: samplerName, for: model.sampling),
            noise: Noise(seed: noiseSeed, isAdded: addNoise == .enable),
            predictedFrom: ["model", "positive", "negative", "cfg"])
        latent = try sampling(latentImage, context).end
    }
}
