import Tensors

/// DPM-Solver++ of second order in one step, and fresh noise back up.
///
/// - Source: k-diffusion's `sample_dpmpp_2s_ancestral`; for flows, its rectified-flow variant in ComfyUI.
public struct DPMPP2SAncestralSampler: Sampler {
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
            try stepFlow(&state, denoised, from: sigma, to: next, in: run)
        } else {
            try stepNoise(&state, denoised, from: sigma, to: next, in: run)
        }
    }

    private func stepNoise(
        _ state: inout SamplerState, _ denoised: Tensor, from sigma: Float, to next: Float, in run: SamplerRun
    ) throws {
        let latent = state.latent
        let step = AncestralStep(from: sigma, to: next, eta: eta)
        var moved: Tensor
        if step.down == 0 {
            moved = latent + slope(latent, denoised, at: sigma) * (step.down - sigma)
        } else {
            let middle = MiddleOfStep(from: sigma, to: step.down)
            let halfway = combine(middle.ratio, latent, middle.covered, denoised)
            let target = try run.denoiser(halfway, middle.sigma)
            moved = combine(middle.wholeRatio, latent, middle.wholeCovered, target)
        }
        if next > 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: Float(noiseScale), step.up)
        }
        state.advance(to: moved, in: run)
    }

    private func stepFlow(
        _ state: inout SamplerState, _ denoised: Tensor, from sigma: Float, to next: Float, in run: SamplerRun
    ) throws {
        let latent = state.latent
        let step = FlowAncestralStep(from: sigma, to: next, eta: eta)
        guard next != 0 else {
            let direction = slope(latent, denoised, at: sigma)
            return state.advance(to: latent + direction * (step.down - sigma), in: run)
        }
        let middle = Self.middleOfFlow(from: sigma, to: step.down)
        let halfRatio = middle / sigma
        let halfway = combine(halfRatio, latent, 1 - halfRatio, denoised)
        let target = try run.denoiser(halfway, middle)
        let ratio = step.down / sigma
        var moved = combine(ratio, latent, 1 - ratio, target)
        if eta > 0 {
            let fresh = state.noise(from: sigma, to: next).scaled(by: run.noiseFactor(noiseScale), step.up)
            moved = moved * step.scale + fresh
        }
        state.advance(to: moved, in: run)
    }

    /// The middle in the log-SNR, which has none at pure noise.
    private static func middleOfFlow(from sigma: Float, to down: Float) -> Float {
        guard sigma != 1 else { return 0.9999 }
        let start = ((1 - sigma) / sigma).logarithm
        let end = ((1 - down) / down).logarithm
        let middle = start + 0.5 * (end - start)
        return 1 / (middle.exponential + 1)
    }
}

/// The coefficients of a second-order step of DPM-Solver++ with its middle halfway in the logarithm of the noise.
struct MiddleOfStep {
    let sigma: Float

    /// Factors on the latent, to the middle and to the end.
    let ratio: Float
    let wholeRatio: Float

    /// Factors on the clean latent.
    let covered: Float
    let wholeCovered: Float

    init(from start: Float, to end: Float) {
        let time = -start.logarithm
        let endTime = -end.logarithm
        let length = endTime - time
        sigma = (-(time + 0.5 * length)).exponential
        let startAgain = (-time).exponential
        ratio = sigma / startAgain
        covered = -(-length * 0.5).exponentialMinusOne
        wholeRatio = (-endTime).exponential / startAgain
        wholeCovered = -(-length).exponentialMinusOne
    }
}
