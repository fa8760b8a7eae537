import Tensors

/// `DPMPP2SAncestralSampler` with CFG++: the latent is moved by what guidance adds.
///
/// - Source: ComfyUI's `sample_dpmpp_2s_ancestral_cfg_pp`.
public struct DPMPP2SAncestralCFGPPSampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { .independent }

    public init(eta: Double = 1, noiseScale: Double = 1) {
        self.eta = eta
        self.noiseScale = noiseScale
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser.both(latent, sigma)
        try run.report(state.step, latent, denoised.guided)

        let step = AncestralStep(from: sigma, to: next, eta: eta)
        var moved: Tensor
        if step.down == 0 {
            moved = denoised.guided + slope(latent, denoised.unconditional, at: sigma) * step.down
        } else {
            let middle = MiddleOfStep(from: sigma, to: step.down)
            let halfway = combine(middle.ratio, pushed(latent, by: denoised), middle.covered, denoised.guided)
            let second = try run.denoiser.both(halfway, middle.sigma)
            // The unconditional prediction is that of the last call, as ComfyUI keeps only one.
            let start = pushed(latent, by: Denoised(denoised.guided, unconditional: second.unconditional))
            moved = combine(middle.wholeRatio, start, middle.wholeCovered, second.guided)
        }
        if next > 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: run.noiseFactor(noiseScale), step.up)
        }
        state.advance(to: moved, in: run)
    }

    private func pushed(_ latent: Tensor, by denoised: Denoised) -> Tensor {
        latent + (denoised.guided - denoised.unconditional)
    }
}
