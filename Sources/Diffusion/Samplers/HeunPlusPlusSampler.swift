import Tensors

/// Slopes at up to three levels, weighted by how much noise is left there.
///
/// - Source: `sample_heunpp2` of sd-webui-samplers-scheduler (Carzit), as in ComfyUI.
public struct HeunPlusPlusSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let end = run.sigmas[run.sigmas.count - 1]
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        let first = slope(latent, denoised, at: sigma)
        let moved = latent + first * (next - sigma)
        guard next != end else { return state.advance(to: moved, in: run) }

        let second = slope(moved, try run.denoiser(moved, next), at: next)
        let afterNext = run.sigmas[state.step + 2]
        if afterNext == end {
            let weight = next / (2 * run.sigmas[0])
            let mean = combine(1 - weight, first, weight, second)
            return state.advance(to: latent + mean * (next - sigma), in: run)
        }

        let further = moved + second * (afterNext - next)
        let third = slope(further, try run.denoiser(further, afterNext), at: afterNext)
        let secondWeight = next / (3 * run.sigmas[0])
        let thirdWeight = afterNext / (3 * run.sigmas[0])
        let mean = combine(1 - secondWeight - thirdWeight, first, secondWeight, second) + third * thirdWeight
        state.advance(to: latent + mean * (next - sigma), in: run)
    }
}
