import Tensors

/// The clean latent, made a little larger in each of the first steps, and noised afresh to the next level.
///
/// - Source: `sample_lcm_upscale` in ComfyUI's `nodes_advanced_samplers.py`.
public struct LCMUpscaleSampler: Sampler {
    /// How many times larger the latent is in the end.
    public var ratio: Double

    /// In how many steps; nil for half of them.
    public var steps: Int?

    public var method: ResizeMethod

    public var noise: NoiseKind { .continuing }

    public init(ratio: Double, steps: Int? = nil, method: ResizeMethod = .bislerp) {
        self.ratio = ratio
        self.steps = steps
        self.method = method
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let denoised = try run.denoiser(state.latent, sigma)
        try run.report(state.step, state.latent, denoised)
        // The size at the start, which growth is counted from.
        if state.step == 0 { state.numbers = [Double(denoised.shape[2]), Double(denoised.shape[3])] }
        var latent = denoised
        let growing = steps.map { min($0 + 1, run.sigmas.count + 1) } ?? max(run.sigmas.count / 2 + 1, 2)
        if state.step + 1 < growing {
            let factor = 1 + (ratio - 1) * (Double(state.step + 1) / Double(growing - 1))
            func side(_ length: Double) -> Int { max(1, Int((length * factor).rounded(.toNearestOrEven))) }
            latent = resizedLatent(
                denoised, height: side(state.numbers[0]), width: side(state.numbers[1]), method: method)
        }
        if next > 0 { latent = latent + state.noise(from: sigma, to: next, shape: latent.shape) * next }
        state.advance(to: latent, in: run)
    }
}
