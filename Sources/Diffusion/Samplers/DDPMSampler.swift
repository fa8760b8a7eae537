import Tensors

/// One step of the diffusion itself, backwards.
///
/// - Source: Ho et al. 2020, algorithm 2, as in ComfyUI's `sample_ddpm`.
public struct DDPMSampler: Sampler {
    public var noise: NoiseKind { .independent }

    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)

        let kept = 1 / (sigma * sigma + 1)
        let keptNext = 1 / (next * next + 1)
        let ratio = kept / keptNext
        let direction = slope(latent, denoised, at: sigma)
        // From here on in the form whose deviation stays the same.
        let level = latent / (1 + sigma * sigma).squareRoot()
        let removed = direction * (1 - ratio) / (1 - kept).squareRoot()
        var moved = (level - removed) * (1 / ratio).squareRoot()
        if next > 0 {
            let deviation = ((1 - ratio) * (1 - keptNext) / (1 - kept)).squareRoot()
            moved = moved + state.noise(from: sigma, to: next) * deviation
        }
        if next != 0 { moved = moved * (1 + next * next).squareRoot() }
        state.advance(to: moved, in: run)
    }
}
