import Tensors

/// DPM-Solver++, second order from two steps.
///
/// - Source: k-diffusion's `sample_dpmpp_2m`, after Lu et al. 2022.
public struct DPMPP2MSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        let time = -sigma.logarithm
        let nextTime = -next.logarithm
        let length = nextTime - time
        var target = denoised
        if let previous = state.history.last, next != 0 {
            let last = time + run.sigmas[state.step - 1].logarithm
            let weight = 1 / (2 * (last / length))
            target = combine(1 + weight, denoised, -weight, previous)
        }
        let ratio = (-nextTime).exponential / (-time).exponential
        state.remember(denoised, atMost: 1)
        state.advance(to: combine(ratio, latent, -(-length).exponentialMinusOne, target), in: run)
    }
}
