import Tensors

/// DPM-Solver++ for the stochastic equation, second order from two steps.
///
/// - Source: k-diffusion's `sample_dpmpp_2m_sde`, with ComfyUI's form for flows.
public struct DPMPP2MSDESampler: Sampler {
    public enum Solver: String, Sendable, CaseIterable {
        case midpoint, heun
    }

    public var solver: Solver

    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { .brownian }

    public init(solver: Solver = .midpoint, eta: Double = 1, noiseScale: Double = 1) {
        self.solver = solver
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
        if let previous = state.history.last, let lastLength = state.numbers.last {
            let inverse = 1 / (Float(lastLength) / step.length)
            let weight: Float
            switch solver {
            case .heun: weight = step.signal * (step.covered / -step.gain + 1) * inverse
            case .midpoint: weight = 0.5 * step.signal * step.covered * inverse
            }
            moved = moved + (denoised - previous) * weight
        }
        let scale = run.noiseFactor(noiseScale)
        if eta > 0, scale > 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: next, step.deviation, scale)
        }
        state.remember(denoised, atMost: 1)
        state.numbers = [Double(step.length)]
        state.advance(to: moved, in: run)
    }
}
