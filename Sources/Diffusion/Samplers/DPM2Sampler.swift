import Tensors

/// A step along the slope in its middle, in the logarithm of the noise; ancestral if there is an `eta`.
///
/// - Source: k-diffusion's `sample_dpm_2` and `sample_dpm_2_ancestral`, after Lu et al. 2022; the flow variant is ComfyUI's.
public struct DPM2Sampler: Sampler {
    /// The part of the noise that is fresh, 0...1; nil for the sampler that adds none.
    public var eta: Double?

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { eta == nil ? .none : .independent }

    public init(eta: Double? = nil, noiseScale: Double = 1) {
        self.eta = eta
        self.noiseScale = noiseScale
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        let step = descent(from: sigma, to: next, in: run)
        let first = slope(latent, denoised, at: sigma)
        guard step.down != 0 else { return state.advance(to: latent + first * (step.down - sigma), in: run) }

        let middle = between(sigma.logarithm, step.down.logarithm, 0.5).exponential
        let halfway = latent + first * (middle - sigma)
        let second = slope(halfway, try run.denoiser(halfway, middle), at: middle)
        var moved = latent + second * (step.down - sigma)
        if eta != nil {
            let fresh = state.noise(from: sigma, to: next).scaled(by: step.noiseScale, step.up)
            moved = moved * step.scale + fresh
        }
        state.advance(to: moved, in: run)
    }

    private func descent(
        from: Float, to: Float, in run: SamplerRun
    ) -> (down: Float, scale: Float, up: Float, noiseScale: Float) {
        guard let eta, run.sampling.prediction.isFlow else {
            let step = AncestralStep(from: from, to: to, eta: eta ?? 0)
            return (step.down, 1, step.up, Float(noiseScale))
        }
        let step = FlowAncestralStep(from: from, to: to, eta: eta)
        return (step.down, step.scale, step.up, run.noiseFactor(noiseScale))
    }
}
