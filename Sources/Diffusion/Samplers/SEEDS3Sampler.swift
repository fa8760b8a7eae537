import Tensors

/// A stochastic exponential integrator of third order in one step.
///
/// - Source: Gonzalez et al. 2023, https://arxiv.org/abs/2305.14267 (SEEDS), data prediction, as in ComfyUI.
public struct SEEDS3Sampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// Where within a step the model is asked again, rising, above 0 and below 1.
    public var middles: (first: Double, second: Double)

    public var noise: NoiseKind { .independent }

    public init(eta: Double = 1, noiseScale: Double = 1, middles: (first: Double, second: Double) = (1 / 3, 2 / 3)) {
        self.eta = eta
        self.noiseScale = noiseScale
        self.middles = middles
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.loggableLevels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let scale = run.noiseFactor(noiseScale)
        let path = ExponentialPath(from: sigma, to: next, eta: eta, run.sampling)
        var noise = PathNoise(path, isUsed: eta > 0 && scale > 0)

        let first = path.stop(at: middles.first)
        var moved = combine(first.kept, latent, -(first.signal * path.phi1(Float(-middles.first))), denoised)
        noise.extend(to: first, &state)
        moved = noise.added(to: moved, at: first, scale: scale)
        let second = try run.denoiser(moved, first.sigma)

        let later = path.stop(at: middles.second)
        let lateWeight = Float(middles.second / middles.first) * path.phi2(Float(-middles.second))
        let earlyWeight = path.phi1(Float(-middles.second)) - lateWeight
        moved = combine(later.kept, latent, -later.signal, combine(earlyWeight, denoised, lateWeight, second))
        noise.extend(to: later, &state)
        moved = noise.added(to: moved, at: later, scale: scale)
        let third = try run.denoiser(moved, later.sigma)

        let end = path.stopAtEnd
        let endLate = path.phi2(-1) / Float(middles.second)
        let endEarly = path.phi1(-1) - endLate
        moved = combine(end.kept, latent, -end.signal, combine(endEarly, denoised, endLate, third))
        noise.extend(to: end, &state)
        state.advance(to: noise.added(to: moved, at: end, scale: scale), in: run)
    }
}
