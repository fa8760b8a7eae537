import Tensors

/// The extended reverse-time stochastic equation, up to third order.
///
/// - Source: Cui et al. 2023, https://arxiv.org/abs/2309.06169 (VP ER-SDE-Solver-3), as in ComfyUI.
public struct ERSDESampler: Sampler {
    /// How much noise the equation has, as a function of noise over signal.
    public enum NoiseScaler: Sendable, Hashable {
        /// x·(e^(x^0.3) + 10), the paper's best.
        case extended
        /// x^(eta + 1): the plain reverse-time equation, without noise at 0.
        case reverseTime(eta: Double)

        func callAsFunction(_ ratio: Float) -> Float {
            switch self {
            case .extended: ratio * (ratio.power(0.3).exponential + 10)
            case .reverseTime(let eta): ratio.power(eta + 1)
            }
        }
    }

    public var scaler: NoiseScaler

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// Highest order, 1...3.
    public var stages: Int

    public var noise: NoiseKind { .independent }

    public init(scaler: NoiseScaler = .extended, noiseScale: Double = 1, stages: Int = 3) {
        precondition(1...3 ~= stages, "\(stages) stages")
        self.scaler = scaler
        self.noiseScale = noiseScale
        self.stages = stages
    }

    private static let points = 200

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let index = state.step
        let (sigma, next) = run.loggableLevels(index)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(index, latent, denoised)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        // Noise over signal.
        func ratio(_ step: Int) -> Float { (-run.sampling.halfLogSNR(run.loggableSigmas[step])).exponential }
        let (start, end) = (ratio(index), ratio(index + 1))
        let signal = next / end
        let kept = scaler(end) / scaler(start)
        var moved = combine(signal / (sigma / start) * kept, latent, signal * (1 - kept), denoised)

        var derivative: Tensor?
        if min(stages, index + 1) >= 2, let previous = state.history.first {
            let integrals = Integrals(from: start, to: end, points: Self.points, scaler)
            let first = (denoised - previous) / (start - ratio(index - 1))
            moved = moved + first * (signal * (end - start + integrals.plain * scaler(end)))
            derivative = first
            if stages >= 3, index >= 2, state.history.count == 2 {
                let second = (first - state.history[1]) / ((start - ratio(index - 2)) / 2)
                let step = end - start
                moved = moved + second * (signal * (step * step / 2 + integrals.weighted * scaler(end)))
            }
        }
        let scale = run.noiseFactor(noiseScale)
        if scale > 0 {
            let deviation = (end * end - start * start * (kept * kept)).squareRoot()
            let fresh = state.noise(from: sigma, to: next) * signal
            moved = moved + fresh.scaled(by: scale, deviation.isNaN ? 0 : deviation)
        }
        // The last prediction, then its last derivative.
        state.history = [denoised] + (derivative.map { [$0] } ?? [])
        state.advance(to: moved, in: run)
    }

    /// Sums over the step of 1 over the scaler, and of the distance from its start over the scaler.
    private struct Integrals {
        let plain: Float
        let weighted: Float

        init(from start: Float, to end: Float, points: Int, _ scaler: NoiseScaler) {
            let width = -(end - start) / Float(points)
            var (plain, weighted) = (0.0, 0.0)
            for point in 0..<points {
                let place = end + Float(point) * width
                let scaled = scaler(place)
                plain += Double(1 / scaled)
                weighted += Double((place - start) / scaled)
            }
            self.plain = Float(plain) * width
            self.weighted = Float(weighted) * width
        }
    }
}
