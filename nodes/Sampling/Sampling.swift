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
        let preview = try context.showsPreviews ? StepPreview(model.latentFormat, context) : nil
        end.samples = try walk()(end.samples, noise: noise.initial(for: end), mask: end.noiseMask) { samples, mask in
            let denoiser = try self.denoiser(for: samples, mask, context.intermediates, tally)
            try context.progress(0, of: max(sigmas.count - 1, 1))
            return denoiser
        } onStep: { report in
            last.latent = report.denoised
            // What a run before has done is not told again.
            if tally.endStep() { return try context.checkCancellation() }
            try context.progress(report.step + 1, of: report.total)
            try preview?.show(report.denoised)
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
        let preview = try context.showsPreviews ? StepPreview(guider.model.latentFormat, context) : nil
        let noise = earlier?.noise ?? noise.initial(for: origin)
        let begun = try walk.walk(origin.samples, noise: noise, mask: origin.noiseMask) { samples, mask in
            try denoiser(for: samples, mask, context.intermediates)
        } onStep: {
            last.latent = $0.denoised
            try preview?.show($0.denoised)
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
        var prepared = Digest()
        let guided = try guided(for: latent, mask, &prepared)
        let denoiser = sampler.changesSize ? resizing(guided.denoiser, from: latent.shape) : guided.denoiser
        // What has a memory of its own has to see every step.
        guard let intermediates, !guided.remembers, !sampler.changesSize else { return denoiser }
        return EvaluationMemory(intermediates, inputs: predictedFrom, prepared: prepared.bytes, tally: tally)
            .denoiser(denoiser)
    }

    private func guided(
        for latent: Tensor, _ mask: Tensor?, _ prepared: inout Digest
    ) throws -> (denoiser: Denoiser, remembers: Bool) {
        let scene = ExtraChannels.Scene(latent: latent, mask: mask, format: guider.model.latentFormat, seed: noise.seed)
        let asked = try AskedModel(
            guider.model, guider.sides, negativeSide: guider.negativeSide, in: scene, seed: noise.seed,
            highest: sigmas.max() ?? 0, &prepared)
        guard let partner = guider.partner else {
            return (asked.reuse.denoiser(guider.guide(asked.model)), asked.remembers)
        }
        let other = try AskedModel(
            partner.model, partner.sides, negativeSide: 0, in: scene, seed: noise.seed,
            highest: sigmas.max() ?? 0, &prepared)
        return (
            asked.reuse.denoiser(partner.guide(asked.model, other.model)), asked.remembers || other.remembers
        )
    }

    /// The same for latents whose size changes on the way.
    private func resizing(_ denoiser: Denoiser, from shape: [Int]) -> Denoiser {
        var known = [shape: denoiser]
        return Denoiser(guided: { latent, sigma, needsUnconditional in
            var unused = Digest()
            let own = try known[latent.shape] ?? guided(for: Tensor(zeros: latent.shape), nil, &unused).denoiser
            known[latent.shape] = own
            return needsUnconditional ? try own.both(latent, sigma) : Denoised(try own(latent, sigma))
        })
    }
}

/// What the model last took the picture to be. Used by the one task that walks.
private final class LastPrediction {
    var latent: Tensor?
}
