import Diffusion
import Engine
import Models
import Tensors

/// What the KSampler nodes have in common: a model, two prompts, and a walk from noise to picture.
struct Sampling {
    let model: Model
    let positive: Conditioning
    let negative: Conditioning
    let guidanceScale: Double
    let sampler: SamplerName
    let plan: StepPlan
    let seed: UInt64
    /// Whether noise is added before the first step.
    var addsNoise = true

    /// - Throws: `CancellationError`; `SamplingError`; if weights are missing or cannot be read.
    func callAsFunction(_ latent: Latent, _ context: RunContext) throws -> Latent {
        let network = try model.network.get()
        let walk = KSampling(
            sampler: sampler, plan: plan, sampling: model.sampling, format: model.latentFormat, seed: seed)
        let noise = walk.noise(for: latent.samples, isAdded: addsNoise, batchIndices: latent.batchIndex)

        var result = latent
        result.samples = try walk(latent.samples, noise: noise, mask: latent.noiseMask) { samples, _ in
            let contexts = PreparedContexts(network)
            let conditioned = try ConditionedModel(
                [positive, negative], shape: samples.shape, sampling: model.sampling
            ) { call in
                let timesteps = [Float](repeating: call.timestep, count: call.input.shape[0])
                return try network(call.input, timesteps: timesteps, context: contexts.context(of: call))
            }
            try context.progress(0, of: plan.steps)
            return ClassifierFreeGuidance(scale: guidanceScale).denoiser(conditioned)
        } onStep: { report in
            try context.progress(report.step + 1, of: report.total)
        }
        return result
    }
}

/// What a network makes of the prompts, kept for a whole walk: it is the same in every step.
///
/// Used by the one task that walks.
private final class PreparedContexts {
    private let network: UNet
    private var prepared: [[Int]: PreparedContext] = [:]

    init(_ network: UNet) {
        self.network = network
    }

    func context(of call: ModelCall) throws -> PreparedContext {
        if let known = prepared[call.prompts] { return known }
        let made = try network.prepare(call.context)
        prepared[call.prompts] = made
        return made
    }
}
