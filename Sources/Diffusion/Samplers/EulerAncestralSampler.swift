import Tensors

/// A longer step along the slope, and fresh noise back up.
///
/// - Source: k-diffusion's `sample_euler_ancestral`; for flows, its rectified-flow variant in ComfyUI.
public struct EulerAncestralSampler: Sampler {
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
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        if run.sampling.prediction.isFlow {
            guard next != 0 else { return state.advance(to: denoised, in: run) }
            let step = FlowAncestralStep(from: sigma, to: next, eta: eta)
            let ratio = step.down / sigma
            var moved = combine(ratio, latent, 1 - ratio, denoised)
            if eta > 0 {
                let fresh = state.noise(from: sigma, to: next).scaled(by: run.noiseFactor(noiseScale), step.up)
                moved = moved * step.scale + fresh
            }
            state.advance(to: moved, in: run)
        } else {
            let step = AncestralStep(from: sigma, to: next, eta: eta)
            guard step.down != 0 else { return state.advance(to: denoised, in: run) }
            let moved = latent + slope(latent, denoised, at: sigma) * (step.down - sigma)
            let fresh = state.noise(from: sigma, to: next).scaled(by: Float(noiseScale), step.up)
            state.advance(to: moved + fresh, in: run)
        }
    }
}
