import Tensors

/// A stochastic exponential integrator of second order in one step.
///
/// With the `middle` at 1 it is the exponential Heun method (`exp_heun_2_x0`, and with noise `exp_heun_2_x0_sde`).
///
/// - Source: Gonzalez et al. 2023, https://arxiv.org/abs/2305.14267 (SEEDS), data prediction, as in ComfyUI.
public struct SEEDS2Sampler: Sampler {
    /// How the second prediction enters the step.
    public enum Solver: String, Sendable, CaseIterable {
        case phi1 = "phi_1"
        case phi2 = "phi_2"
    }

    public var solver: Solver

    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// Where within a step the model is asked a second time, above 0 to 1.
    public var middle: Double

    public var noise: NoiseKind { .independent }

    public init(solver: Solver = .phi1, eta: Double = 1, noiseScale: Double = 1, middle: Double = 0.5) {
        self.solver = solver
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

        let path = ExponentialPath(from: sigma, to: next, eta: eta, run.sampling)
        var noise = PathNoise(path, isUsed: eta > 0 && run.noiseFactor(noiseScale) > 0)

        let midway = path.stop(at: middle)
        var halfway = combine(midway.kept, latent, -(midway.signal * path.phi1(Float(-middle))), denoised)
        noise.extend(to: midway, &state)
        halfway = noise.added(to: halfway, at: midway, scale: run.noiseFactor(noiseScale))
        let second = try run.denoiser(halfway, midway.sigma)

        let end = path.stopAtEnd
        var moved: Tensor
        switch solver {
        case .phi1:
            let weight = Float(1 / (2 * middle))
            // From the nearer end, as PyTorch's lerp goes.
            let target =
                weight < 0.5
                ? denoised + (second - denoised) * weight : second - (second - denoised) * (1 - weight)
            moved = combine(end.kept, latent, -(end.signal * path.phi1(-1)), target)
        case .phi2:
            let late = path.phi2(-1) / Float(middle)
            let early = path.phi1(-1) - late
            moved = combine(end.kept, latent, -end.signal, combine(early, denoised, late, second))
        }
        noise.extend(to: end, &state)
        moved = noise.added(to: moved, at: end, scale: run.noiseFactor(noiseScale))
        state.advance(to: moved, in: run)
    }
}
