import Tensors

/// The refined exponential solver, second order from two steps; with CFG++ or fresh noise if asked for.
///
/// - Source: Zhang et al. 2023, https://arxiv.org/abs/2308.02157, as in ComfyUI's `res_multistep`.
public struct ResMultistepSampler: Sampler {
    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// Whether the direction is that of the unconditional prediction (CFG++).
    public var followsUnconditional: Bool

    public var noise: NoiseKind { eta == 0 ? .none : .independent }

    public init(eta: Double = 0, noiseScale: Double = 1, followsUnconditional: Bool = false) {
        self.eta = eta
        self.noiseScale = noiseScale
        self.followsUnconditional = followsUnconditional
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try predict(latent, sigma, in: run)
        try run.report(state.step, latent, denoised.guided)

        let step = AncestralStep(from: sigma, to: next, eta: eta)
        let direction = followsUnconditional ? denoised.unconditional : denoised.guided
        var moved: Tensor
        if let previous = state.history.last, let lastDown = state.numbers.last, step.down != 0 {
            let weights = weights(
                from: sigma, to: step.down, before: run.sigmas[state.step - 1], aimedAt: Float(lastDown))
            let start = followsUnconditional ? latent + (denoised.guided - denoised.unconditional) : latent
            let target = combine(weights.current, direction, weights.previous, previous)
            moved = combine((-weights.length).exponential, start, weights.length, target)
        } else if followsUnconditional {
            moved = denoised.guided + slope(latent, direction, at: sigma) * step.down
        } else {
            moved = latent + slope(latent, direction, at: sigma) * (step.down - sigma)
        }
        if next > 0, eta != 0 {
            moved = moved + state.noise(from: sigma, to: next).scaled(by: run.noiseFactor(noiseScale), step.up)
        }
        state.remember(direction, atMost: 1)
        state.numbers = [Double(step.down)]
        state.advance(to: moved, in: run)
    }

    private func predict(_ latent: Tensor, _ sigma: Float, in run: SamplerRun) throws -> Denoised {
        followsUnconditional ? try run.denoiser.both(latent, sigma) : Denoised(try run.denoiser(latent, sigma))
    }

    private func weights(
        from sigma: Float, to down: Float, before: Float, aimedAt lastDown: Float
    ) -> (length: Float, current: Float, previous: Float) {
        let length = -down.logarithm + sigma.logarithm
        let ratio = (-before.logarithm + lastDown.logarithm) / length
        let first = (-length).exponentialMinusOne / -length
        let second = (first - 1) / -length
        let current = first - second / ratio
        let previous = second / ratio
        return (length, current.isNaN ? 0 : current, previous.isNaN ? 0 : previous)
    }
}
