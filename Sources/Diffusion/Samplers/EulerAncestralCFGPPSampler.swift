import Tensors

/// CFG++: the clean latent is the guided one, the direction that of the unconditional prediction.
///
/// Without `eta` it is the deterministic `euler_cfg_pp`.
///
/// - Source: Chung et al. 2024, https://arxiv.org/abs/2406.08070, as in ComfyUI.
public struct EulerAncestralCFGPPSampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { eta > 0 ? .independent : .none }

    public init(eta: Double = 1, noiseScale: Double = 1) {
        self.eta = eta
        self.noiseScale = noiseScale
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser.both(latent, sigma)
        try run.report(state.step, latent, denoised.guided)
        guard next != 0 else { return state.advance(to: denoised.guided, in: run) }

        let signal = sigma * run.sampling.halfLogSNR(sigma).exponential
        let nextSignal = next * run.sampling.halfLogSNR(next).exponential
        let direction = slope(latent, denoised.unconditional * signal, at: sigma)
        let step = AncestralStep(from: sigma / signal, to: next / nextSignal, eta: eta)
        var moved = combine(nextSignal, denoised.guided, nextSignal * step.down, direction)
        let scale = run.noiseFactor(noiseScale)
        if eta > 0, scale > 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: nextSignal, scale, step.up)
        }
        state.advance(to: moved, in: run)
    }
}
