import Tensors

/// DPM-Solver++ for the stochastic equation, third order from three steps.
///
/// - Source: k-diffusion's `sample_dpmpp_3m_sde`, with ComfyUI's form for flows.
public struct DPMPP3MSDESampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { .brownian }

    public init(eta: Double = 1, noiseScale: Double = 1) {
        self.eta = eta
        self.noiseScale = noiseScale
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.loggableLevels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let step = ExponentialStep(from: sigma, to: next, eta: eta, run.sampling)
        var moved = combine(step.kept, latent, step.signal * step.covered, denoised)
        moved = corrected(moved, denoised, step, past: state)
        let scale = run.noiseFactor(noiseScale)
        if eta > 0, scale > 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: next, step.deviation, scale)
        }
        state.remember(denoised, atMost: 2)
        state.numbers = Array((state.numbers + [Double(step.length)]).suffix(2))
        state.advance(to: moved, in: run)
    }

    /// With the first and second derivative of the clean latent, as far as the past tells them.
    private func corrected(
        _ moved: Tensor, _ denoised: Tensor, _ step: ExponentialStep, past state: SamplerState
    ) -> Tensor {
        guard let previous = state.history.last, let lastLength = state.numbers.last else { return moved }
        let ratio = Float(lastLength) / step.length
        let difference = (denoised - previous) / ratio
        let second = (-step.gain).exponentialMinusOne / step.gain + 1
        guard state.history.count == 2 else { return moved + difference * (step.signal * second) }

        let olderRatio = Float(state.numbers[0]) / step.length
        let olderDifference = (previous - state.history[0]) / olderRatio
        let change = difference - olderDifference
        let slope = difference + change * ratio / (ratio + olderRatio)
        let curvature = change / (ratio + olderRatio)
        let third = second / step.gain - 0.5
        return moved + slope * (step.signal * second) - curvature * (step.signal * third)
    }
}
