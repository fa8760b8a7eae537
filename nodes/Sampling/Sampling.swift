import Diffusion
import Engine
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

    /// - Returns: the latent at the end of the walk, and what the model last took it to be without noise.
    /// - Throws: `CancellationError`; `SamplingError`; if weights are missing or cannot be read.
    func callAsFunction(_ latent: Latent, _ context: RunContext) throws -> (end: Latent, denoised: Latent) {
        let model = guider.model
        var end = latent
        end.samples = model.latentFormat.fitted(latent.samples)
        let last = LastPrediction()
        end.samples = try walk()(end.samples, noise: noise.initial(for: end), mask: end.noiseMask) { samples, mask in
            let denoiser = try self.denoiser(for: samples, mask)
            try context.progress(0, of: max(sigmas.count - 1, 1))
            return denoiser
        } onStep: { report in
            last.latent = report.denoised
            try context.progress(report.step + 1, of: report.total)
        }
        var denoised = end
        if let prediction = last.latent { denoised.samples = model.latentFormat.decoded(prediction) }
        return (end, denoised)
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
    private func denoiser(for latent: Tensor, _ mask: Tensor?) throws -> Denoiser {
        let model = guider.model
        let network = try model.network.get()
        let contexts = PreparedContexts(network)
        let controls = ControlPass(model.sampling)
        let scene = ExtraChannels.Scene(latent: latent, mask: mask, format: model.latentFormat)
        let conditioned = try ConditionedModel(
            guider.sides, shape: latent.shape, sampling: model.sampling,
            encode: { entry, side in
                var entry = entry
                if let width = network.configuration.trunk.labelWidth {
                    entry.label = model.label.label(
                        for: entry, width: width, height: 8 * latent.shape[2], pictureWidth: 8 * latent.shape[3],
                        isNegative: side == guider.negativeSide, seed: noise.seed)
                }
                entry.concatenated = model.extraChannels.channels(for: entry, in: scene)
                return entry
            },
            network: { call in
                let timesteps = [Float](repeating: call.timestep, count: call.input.shape[0])
                var patches = model.patches
                switch call.perturbation {
                case .stillMiddle: patches.blocksWithoutSelfAttention.insert(.middle)
                case nil: break
                }
                return try network(
                    call.input, timesteps: timesteps, context: contexts.context(of: call), label: call.label,
                    control: controls.residuals(for: call), patches: patches)
            })
        return guider.guide(conditioned)
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
