import Tensors

/// What stays the same throughout a run.
public struct SamplerRun {
    /// Falling noise levels; step i leads from the i-th to the next.
    public let sigmas: [Float]

    public let sampling: ModelSampling
    public let denoiser: Denoiser

    /// Called once in every step, with what the model then takes the picture to be; may throw to end the run.
    public let onStep: (StepReport) throws -> Void

    /// As `sigmas`, but the first level of a flow lies just below pure noise, whose signal-to-noise ratio is zero and has no
    /// logarithm.
    let loggableSigmas: [Float]

    public init(
        sigmas: [Float], sampling: ModelSampling, denoiser: Denoiser,
        onStep: @escaping (StepReport) throws -> Void = { _ in }
    ) {
        self.sigmas = sigmas
        self.sampling = sampling
        self.denoiser = denoiser
        self.onStep = onStep
        loggableSigmas = Self.loggable(sigmas, sampling)
    }

    private static func loggable(_ sigmas: [Float], _ sampling: ModelSampling) -> [Float] {
        guard sampling.prediction.isFlow, sigmas.count > 1, sigmas[0] >= 1 else { return sigmas }
        // ComfyUI's offset.
        return [Float(sampling.sigma(progress: 1e-4))] + sigmas.dropFirst()
    }

    /// The noise levels that a step leads from and to.
    func levels(_ step: Int) -> (from: Float, to: Float) { (sigmas[step], sigmas[step + 1]) }

    func loggableLevels(_ step: Int) -> (from: Float, to: Float) { (loggableSigmas[step], loggableSigmas[step + 1]) }

    /// The factor on a sampler's own noise where the model's training noise had another deviation than 1.
    func noiseFactor(_ scale: Double) -> Float { Float(scale * Double(sampling.noiseScale)) }

    func report(_ step: Int, _ latent: Tensor, _ denoised: Tensor) throws {
        try onStep(StepReport(step: step, total: sigmas.count - 1, latent: latent, denoised: denoised))
    }
}

/// A step as those see it who watch a run.
public struct StepReport: Sendable {
    /// From 0; an adaptive sampler can go beyond `total`.
    public let step: Int
    public let total: Int

    /// The latent at the start of the step [N, C, H, W].
    public let latent: Tensor

    /// What the model takes it to be without noise.
    public let denoised: Tensor
}
