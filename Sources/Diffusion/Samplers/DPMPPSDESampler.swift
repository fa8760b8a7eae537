import Tensors

/// DPM-Solver++ for the stochastic equation, second order in one step.
///
/// - Source: k-diffusion's `sample_dpmpp_sde`, with ComfyUI's form for flows.
public struct DPMPPSDESampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// Where within a step the model is asked a second time, 0...1.
    public var middle: Double

    public var noise: NoiseKind { .brownian }

    public init(eta: Double = 1, noiseScale: Double = 1, middle: Double = 0.5) {
        self.eta = eta
        self.noiseScale = noiseScale
        self.middle = middle
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.loggableLevels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let start = run.sampling.halfLogSNR(sigma)
        let end = run.sampling.halfLogSNR(next)
        let midway = start + Float(middle) * (end - start)
        let midSigma = run.sampling.sigma(halfLogSNR: midway)
        let scale = run.noiseFactor(noiseScale)
        let signal = sigma * start.exponential

        func moved(to sigma2: Float, _ lambda: Float, towards target: Tensor, _ state: inout SamplerState) -> Tensor {
            let step = AncestralStep(from: (-start).exponential, to: (-lambda).exponential, eta: eta)
            let length = -step.down.logarithm - start
            let endSignal = sigma2 * lambda.exponential
            let kept = endSignal / signal * (-length).exponential
            let result = combine(kept, latent, -(endSignal * (-length).exponentialMinusOne), target)
            guard eta > 0, scale > 0 else { return result }
            return result + state.noise(from: sigma, to: sigma2).scaled(by: endSignal, scale, step.up)
        }

        let halfway = moved(to: midSigma, midway, towards: denoised, &state)
        let second = try run.denoiser(halfway, midSigma)
        let weight = 1 / (2 * middle)
        let target = combine(Float(1 - weight), denoised, Float(weight), second)
        state.advance(to: moved(to: next, end, towards: target, &state), in: run)
    }
}
