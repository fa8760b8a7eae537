import Tensors

/// A straight step along the slope, seen from the prediction for the negative prompt.
///
/// - Source: `sample_euler_pp` in ComfyUI's `nodes_advanced_samplers.py`.
public struct EulerTowardsNegativeSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser.both(latent, sigma)
        let direction = slope(latent - denoised.guided + denoised.unconditional, denoised.guided, at: sigma)
        try run.report(state.step, latent, denoised.guided)
        state.advance(to: latent + direction * (next - sigma), in: run)
    }
}
