import Tensors

/// `DPMPP2MSampler` with CFG++: the direction is that of the unconditional prediction.
///
/// - Source: ComfyUI's `sample_dpmpp_2m_cfg_pp`.
public struct DPMPP2MCFGPPSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser.both(latent, sigma)
        try run.report(state.step, latent, denoised.guided)

        let time = -sigma.logarithm
        let length = -next.logarithm - time
        let rest = (-length).exponential
        var mix = denoised.unconditional * -rest
        if let previous = state.history.last, next != 0 {
            let last = time + run.sigmas[state.step - 1].logarithm
            let weight = (-length).exponentialMinusOne * (1 / (2 * (last / length)))
            mix = mix - (denoised.guided - previous) * weight
        }
        state.remember(denoised.unconditional, atMost: 1)
        state.advance(to: denoised.guided + mix + latent * rest, in: run)
    }
}
