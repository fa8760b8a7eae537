import Diffusion
import Engine
import Tensors

/// Some steps of a sampler, so that a graph can look into its loop, branch it or lead it elsewhere.
///
/// A chain of these nodes gives the bits that one sampler over the same noise levels gives: all that a method remembers
/// travels in the state. A state may be used more than once.
struct SamplerStep: Node {
    static let displayName = "Sampler Step"
    static let category = "model/sampling/custom"
    static let summary = "Take one or more steps of a sampler, from a latent or from where another such node ended."

    @Input("The model with its prompts; another one than before leads the walk elsewhere.") var guider: Guider
    @Input("The method of each step; the same along a chain.") var sampler: ChosenSampler
    @Input("The noise levels of the whole walk; the same along a chain.") var sigmas: Sigmas
    @Input("How many steps to take; none are left after the last level.", in: 1...10_000) var steps = 1
    @Input("Where an earlier node ended.") var state: SamplerProgress?
    @Input("The noise to start from, if there is no state.") var noise: Noise?
    @Input("The latent to start from, if there is no state.") var latentImage: Latent?
    @Input("A latent to go on from in place of the state's, as noisy as that one.") var replacedLatent: Latent?

    @Output("state") var reached: SamplerProgress
    @Output("latent") var latent: Latent
    @Output("denoised") var denoised: Latent
    @Output("step") var step: Int
    @Output("finished") var isFinished: Bool

    func run(_ context: RunContext) throws {
        guard let noise = noise ?? state.map({ Noise(seed: $0.seed) }) else { throw StepError.noStart }
        let sampling = Sampling(
            guider: guider, sampler: sampler, sigmas: sigmas.levels, noise: noise, predictedFrom: ["guider"])
        reached = try sampling.taking(steps, from: state, latentImage, replaced: replacedLatent, context)
        latent = reached.reached
        denoised = latent
        if let prediction = reached.denoised { denoised.samples = guider.model.latentFormat.decoded(prediction) }
        step = reached.state.step
        isFinished = reached.state.isFinished
    }
}
