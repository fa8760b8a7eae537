import Tensors

/// A straight step along the slope.
///
/// - Source: Karras et al. 2022, algorithm 2, first order and without churn.
public struct EulerSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        let direction = slope(latent, denoised, at: sigma)
        state.advance(to: latent + direction * (next - sigma), in: run)
    }
}
