import Tensors

/// A step along the mean of the slopes at both its ends.
///
/// - Source: Karras et al. 2022, algorithm 2, without churn.
public struct HeunSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        let first = slope(latent, denoised, at: sigma)
        let moved = latent + first * (next - sigma)
        guard next != 0 else { return state.advance(to: moved, in: run) }
        let second = slope(moved, try run.denoiser(moved, next), at: next)
        let mean = (first + second) / 2
        state.advance(to: latent + mean * (next - sigma), in: run)
    }
}
