import Diffusion
import Engine
import Formats
import Layers
import Models
import Tensors

/// What all sampling nodes have in common: a guided model, noise, and a walk from there to a picture.
struct Sampling {
    let guider: Guider
    let sampler: ChosenSampler

    /// Falling noise levels; none leave the latent alone.
    let sigmas: [Float]
    let noise: Noise

    /// Names of the node's inputs that decide what the model predicts for a latent.
    let predictedFrom: [String]

    /// - Returns: the latent at the end of the walk, and what the model last took it to be without noise.
    /// - Throws: `CancellationError`; `SamplingError`; if weights are missing or cannot be read.
    func callAsFunction(_ latent: Latent, _ context: RunContext) throws -> (end: Latent, denoised: Latent) {
        let model = guider.model
        var end = latent
        end.samples = model.latentFormat.fitted(latent.samples)
        let last = LastPrediction()
        let tally = EvaluationTally()
        end.samples = try walk()(end.samples, noise: noise.initial(for: end), mask: end.noiseMask) { samples, mask in
            let denoiser = try self.denoiser(for: samples, mask, context.intermediates, tally)
            try context.progress(0, of: max(sigmas.count - 1, 1))
            return denoiser
        } onStep: { report in
            last.latent = report.denoised
            // What a run before has done is not told again.
            if tally.endStep() { return try context.checkCancellation() }
            try context.progress(report.step + 1, of: report.total)
        }
        var denoised = end
        if let prediction = last.latent { denoised.samples = model.latentFormat.decoded(prediction) }
        return (end, denoised)
    }

    /// Takes some steps of the walk, from its start or from where an earlier call ended.
    ///
    /// - Parameter replaced: a latent to go on from in place of the one that was reached, at the same noise level.
    /// - Throws: as above; `StepError` where there is nothing to begin with.
    func taking(
        _ steps: Int, from earlier: SamplerProgress?, _ latent: Latent?, replaced: Latent?, _ context: RunContext
    ) throws -> SamplerProgress {
        guard var origin = earlier?.origin ?? latent else { throw StepError.noStart }
        origin.samples = guider.model.latentFormat.fitted(origin.samples)
        let last = LastPrediction()
        last.latent = earlier?.denoised
        let walk = walk()
        let noise = earlier?.noise ?? noise.initial(for: origin)
        let begun = try walk.walk(origin.samples, noise: noise, mask: origin.noiseMask) { samples, mask in
            try denoiser(for: samples, mask, context.intermediates)
        } onStep: {
            last.latent = $0.denoised
        }
        guard let begun else { throw StepError.noLevels }
        var state = earlier?.state ?? begun.start
        if let replaced {
            guard replaced.samples.shape == state.latent.shape else {
                throw SamplingError.misshapen(
                    what: "the replaced latent", expected: state.latent.shape, found: replaced.samples.shape)
            }
            state.latent = guider.model.latentFormat.encoded(replaced.samples)
        }
        for step in 0..<steps where !state.isFinished {
            try context.progress(step, of: steps)
            try sampler.sampler.step(&state, in: begun.run)
        }
        try context.progress(steps, of: steps)
        var reached = origin
        reached.samples = walk.result(of: state, in: begun.run)
        return SamplerProgress(
            state: state, origin: origin, noise: noise, seed: earlier?.seed ?? self.noise.seed, reached: reached,
            denoised: last.latent)
    }

    private func walk() -> KSampling {
        let model = guider.model
        var walk = KSampling(
            sampler: sampler.sampler, sigmas: sigmas, sampling: model.sampling, format: model.latentFormat,
            seed: noise.seed)
        walk.redrawsMaskedNoise = sampler.redrawsMaskedNoise
        if let strength = model.gradualMaskStrength {
            walk.maskAtLevel = GradualMask(strength: strength, sigmas: sigmas, model.sampling)?.mask
        }
        return walk
    }

    /// - Shapes: `latent`, in the model's scale, and `mask` [N, C, H, W].
    private func denoiser(
        for latent: Tensor, _ mask: Tensor?, _ intermediates: Intermediates?,
        _ tally: EvaluationTally = EvaluationTally()
    ) throws -> Denoiser {
        let model = guider.model
        let network = try model.network.get()
        let contexts = PreparedContexts(network, model.patches.hypernetworks)
        let grounding = GroundingPass()
        let controls = ControlPass(model.sampling)
        var prepared = Digest()
        let scene = ExtraChannels.Scene(latent: latent, mask: mask, format: model.latentFormat)
        let walk = Walk(seed: noise.seed, shape: latent.shape)
        let walkPatches = model.walkPatches.map { $0(walk) }
        let watch = model.watchesAttention ? AttentionWatch() : nil
        var conditioned = try ConditionedModel(
            guider.sides + model.addedPrompts, shape: latent.shape, sampling: model.sampling,
            encode: { entry, side in
                var entry = entry
                if let width = network.configuration.trunk.labelWidth {
                    entry.label = model.label.label(
                        for: entry, width: width, height: 8 * latent.shape[2], pictureWidth: 8 * latent.shape[3],
                        isNegative: side == guider.negativeSide, seed: noise.seed)
                }
                entry.concatenated = model.extraChannels.channels(for: entry, in: scene)
                for tensor in [entry.label, entry.concatenated].compactMap(\.self) { prepared.append(tensor) }
                return entry
            },
            network: { call in
                let timesteps = [Float](repeating: call.timestep, count: call.input.shape[0])
                var patches = model.patches
                switch call.perturbation {
                case .stillMiddle: patches.blocksWithoutSelfAttention.insert(.middle)
                case nil: break
                }
                patches.sigma = call.sigma
                patches.selfAttention += walkPatches
                if let watch {
                    let (sides, images) = (call.sides, call.imagesPerPrompt)
                    patches.observeMiddleAttention = { watch.keep($0, sides: sides, imagesPerPrompt: images) }
                }
                patches.grounding = try grounding.objects(for: call)
                return try network(
                    call.input, timesteps: timesteps, context: contexts.context(of: call), label: call.label,
                    control: controls.residuals(for: call), patches: patches)
            })
        conditioned.firstAddedSide = guider.sides.count
        if let watch { conditioned.attention = { watch.attention(of: $0) } }
        let denoiser = guider.guide(conditioned)
        // Patches with a memory of their own have to see every step.
        guard let intermediates, walkPatches.isEmpty else { return denoiser }
        return EvaluationMemory(intermediates, inputs: predictedFrom, prepared: prepared.bytes, tally: tally)
            .denoiser(denoiser)
    }
}

/// What the model last took the picture to be. Used by the one task that walks.
private final class LastPrediction {
    var latent: Tensor?
}

/// What a network makes of the prompts, kept for a whole walk: it is the same in every step.
///
/// Used by the one task that walks.
private final class PreparedContexts {
    private let network: UNet
    private let hypernetworks: [AppliedHypernetwork]
    private var prepared: [[Int]: PreparedContext] = [:]

    init(_ network: UNet, _ hypernetworks: [AppliedHypernetwork]) {
        self.network = network
        self.hypernetworks = hypernetworks
    }

    func context(of call: ModelCall) throws -> PreparedContext {
        if let known = prepared[call.prompts] { return known }
        let made = try network.prepare(call.context, hypernetworks)
        prepared[call.prompts] = made
        return made
    }
}
