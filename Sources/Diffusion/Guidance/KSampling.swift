import Foundation
import Tensors

/// The whole of sampling, from a latent of a graph to the latent that it becomes.
///
/// - Source: `common_ksampler` and `KSAMPLER.sample` of ComfyUI.
public struct KSampling {
    public var sampler: any Sampler

    /// Falling noise levels. None leave the latent alone; a single one only adds its noise.
    public var sigmas: [Float]

    public var sampling: ModelSampling
    public var format: LatentFormat

    /// Of the noise that the sampler adds, and of the initial noise where it is drawn here.
    public var seed: UInt64

    /// Whether what lies outside a mask is noised with a draw of its own, as DDIM does.
    public var redrawsMaskedNoise = false

    /// Another mask for a noise level, as differential diffusion wants it.
    public var maskAtLevel: ((_ mask: Tensor, _ sigma: Float) throws -> Tensor)?

    public init(
        sampler: any Sampler, sigmas: [Float], sampling: ModelSampling, format: LatentFormat, seed: UInt64
    ) {
        self.sampler = sampler
        self.sigmas = sigmas
        self.sampling = sampling
        self.format = format
        self.seed = seed
    }

    /// By the names that graphs use.
    public init(
        sampler: SamplerName, plan: StepPlan, sampling: ModelSampling, format: LatentFormat, seed: UInt64
    ) {
        self.init(
            sampler: sampler.sampler, sigmas: plan.sigmas(sampler: sampler, for: sampling), sampling: sampling,
            format: format, seed: seed)
        redrawsMaskedNoise = sampler.redrawsMaskedNoise
    }

    /// Initial noise for `latent`; zeros if none is to be added.
    ///
    /// - Parameter batchIndices: for each image, the image of a larger batch whose noise it gets.
    public func noise(for latent: Tensor, isAdded: Bool = true, batchIndices: [Int]? = nil) -> Tensor {
        let shape = format.fitted(latent).shape
        return isAdded ? initialNoise(seed: seed, shape: shape, batchIndices: batchIndices) : Tensor(zeros: shape)
    }

    /// - Parameters:
    ///   - latent: in the graph's scale; an empty one may have another number of channels.
    ///   - noise: as `noise(for:)` gives it, or a node.
    ///   - mask: 1 where the sampler works, 0 where the latent stays, in any size.
    ///   - denoiser: the guided model, given the latent and mask as it will see them. Called once.
    ///   - onStep: reports latents in the model's scale; `format.decoded` brings them into the graph's.
    /// - Shapes: `latent` [N, C, H, W], `noise` likewise, `mask` [H, W], [N, H, W] or [N, 1, H, W] → like `latent`.
    /// - Throws: `SamplingError` where shapes do not fit; whatever the denoiser or the listener throws.
    public func callAsFunction(
        _ latent: Tensor, noise: Tensor, mask: Tensor? = nil,
        denoiser: (_ latent: Tensor, _ mask: Tensor?) throws -> Denoiser,
        onStep: @escaping (StepReport) throws -> Void = { _ in }
    ) throws -> Tensor {
        guard let walk = try walk(latent, noise: noise, mask: mask, denoiser: denoiser, onStep: onStep) else {
            return format.fitted(latent)
        }
        var state = walk.start
        try sampler.finish(&state, in: walk.run)
        return result(of: state, in: walk.run)
    }

    /// A walk before its first step: what stays the same throughout, and the state to begin with.
    ///
    /// - Returns: nil if there are no levels, so that the latent is left alone.
    /// - Throws: as above.
    public func walk(
        _ latent: Tensor, noise: Tensor, mask: Tensor? = nil,
        denoiser: (_ latent: Tensor, _ mask: Tensor?) throws -> Denoiser,
        onStep: @escaping (StepReport) throws -> Void = { _ in }
    ) throws -> (run: SamplerRun, start: SamplerState)? {
        let latent = format.fitted(latent)
        guard let highest = sigmas.first else { return nil }
        guard latent.shape.count == 4, latent.count > 0, latent.shape[1] == format.channels else {
            throw SamplingError.misshapen(
                what: "the latent", expected: [1, format.channels, 64, 64], found: latent.shape)
        }
        guard noise.shape == latent.shape else {
            throw SamplingError.misshapen(what: "the noise", expected: latent.shape, found: noise.shape)
        }
        let fitted = try mask.map { try MaskedDenoising.mask($0, fittedTo: latent.shape) }
        let model = format.encoded(latent)
        var guided = try denoiser(model, fitted)
        if let fitted { guided = masked(fitted, model, noise).denoiser(guided, sampling) }
        let run = SamplerRun(sigmas: sigmas, sampling: sampling, denoiser: guided, onStep: onStep)
        let start = sampling.noised(model, with: noise, at: highest, isStart: isStart(highest))
        return (run, sampler.start(start, seed: seed, in: run))
    }

    /// What a walk has come to, in the graph's scale; noisy unless it is finished.
    public func result(of state: SamplerState, in run: SamplerRun) -> Tensor {
        let last = sigmas.count - 1
        let level = state.isFinished && last > 0 ? sampler.finalLevel(of: run) : sigmas[min(state.step, last)]
        return format.decoded(sampling.finished(state.latent, at: level))
    }

    private func masked(_ mask: Tensor, _ latent: Tensor, _ noise: Tensor) -> MaskedDenoising {
        let noise = redrawsMaskedNoise ? initialNoise(seed: seed &+ 1, shape: latent.shape) : noise
        var masked = MaskedDenoising(mask: mask, latent: latent, noise: noise)
        masked.maskAtLevel = maskAtLevel
        return masked
    }

    /// Whether a run from this level starts in pure noise. Python's `math.isclose`.
    private func isStart(_ sigma: Float) -> Bool {
        let (level, highest) = (Double(sigma), Double(sampling.highestSigma))
        return level > highest || abs(level - highest) <= 1e-5 * max(abs(level), abs(highest))
    }
}
