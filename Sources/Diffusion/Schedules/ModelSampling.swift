import Foundation

/// How a model relates noise levels, timesteps and its own output.
///
/// - Units: noise levels in standard deviations, of a signal whose deviation is `dataDeviation`; for flows, the part of
///   the noise in the blend.
/// - Source: ComfyUI's `model_sampling.py`, in its mix of 32- and 64-bit numbers.
public struct ModelSampling: Sendable {
    public let prediction: Prediction

    /// Noise levels of training, rising; a sample of them where training was continuous.
    public let sigmas: [Float]

    /// Standard deviation of the clean latents.
    public let dataDeviation: Float

    /// Factor on all noise (flows only).
    public let noiseScale: Float

    private let time: TimeScale
    private let progress: Progress

    /// How a part of the way from noise to picture becomes a noise level.
    private enum Progress {
        case timesteps(last: Double), logarithm, flow(shift: Double), exponentialFlow(shift: Double), unit
    }

    private init(
        _ prediction: Prediction, sigmas: [Float], time: TimeScale, progress: Progress, dataDeviation: Float = 1,
        noiseScale: Float = 1
    ) {
        self.prediction = prediction
        self.sigmas = sigmas
        self.time = time
        self.progress = progress
        self.dataDeviation = dataDeviation
        self.noiseScale = noiseScale
    }

    public var lowestSigma: Float { sigmas[0] }
    public var highestSigma: Float { sigmas[sigmas.count - 1] }

    /// The timestep that the model is told for a noise level.
    public func timestep(_ sigma: Float) -> Float { time.timestep(sigma) }

    public func sigma(timestep: Float) -> Float { time.sigma(timestep) }

    /// The noise level after this part of the way, 0 at pure noise to 1 at the picture.
    ///
    /// At 0 it lies above every level, so that a range from there is never too late.
    public func sigma(progress part: Double) -> Double {
        let rest = 1 - part
        let isFlow =
            switch progress {
            case .flow, .exponentialFlow: true
            default: false
            }
        if part <= 0 { return isFlow ? 1 : 999_999_999.9 }
        if part >= 1 { return 0 }
        switch progress {
        case .timesteps(let last):
            return Double(time.sigma(Float(rest * last)))
        case .logarithm:
            let low = log(Double(lowestSigma))
            return exp((log(Double(highestSigma)) - low) * rest + low)
        case .flow(let shift):
            return shift == 1 ? rest : shift * rest / (1 + (shift - 1) * rest)
        case .exponentialFlow(let shift):
            return exp(shift) / (exp(shift) + (1 / rest - 1))
        case .unit:
            return Double(time.sigma(Float(rest)))
        }
    }
}

extension ModelSampling {
    /// Discrete timesteps: Stable Diffusion 1, 2 and XL.
    public static func discrete(_ prediction: Prediction = .noise, _ table: NoiseTable = NoiseTable()) -> Self {
        let sigmas = table.sigmas
        return Self(
            prediction, sigmas: sigmas.map { Float($0) },
            time: .table(logarithms: sigmas.map { Float(log($0)) }, stride: 1), progress: .timesteps(last: 999))
    }

    /// The 50 timesteps that a latent consistency model was distilled to.
    public static func distilled(_ prediction: Prediction = .consistency, _ table: NoiseTable = NoiseTable()) -> Self {
        let kept = 50
        let stride = table.timesteps / kept
        let all = table.sigmas.map { Float($0) }
        let sigmas = (0..<kept).map { all[all.count - 1 - (kept - 1 - $0) * stride] }
        return Self(
            prediction, sigmas: sigmas, time: .table(logarithms: sigmas.map(\.logarithm), stride: stride),
            progress: .timesteps(last: 999))
    }

    /// Continuous noise levels, evenly spaced in their logarithm.
    public static func continuous(
        _ prediction: Prediction = .preconditioned, from lowest: Double = 0.002, to highest: Double = 120,
        dataDeviation: Float = 1
    ) -> Self {
        let sigmas = logarithmicTable(lowest, highest)
        return Self(
            prediction, sigmas: sigmas,
            time: prediction == .cosmosFlow ? .part(highest: sigmas[sigmas.count - 1]) : .quarterLogarithm,
            progress: .logarithm, dataDeviation: dataDeviation)
    }

    /// Continuous noise levels, with the angle between signal and noise as the timestep.
    public static func continuousAngle(
        _ prediction: Prediction = .velocity, from lowest: Double = 0.03, to highest: Double = 500
    ) -> Self {
        Self(prediction, sigmas: logarithmicTable(lowest, highest), time: .angle, progress: .logarithm)
    }

    /// Rectified flow: Stable Diffusion 3 (shift 3), AuraFlow (shift 1.73, multiplier 1) and others.
    public static func flow(shift: Double = 1, multiplier: Double = 1000, noiseScale: Float = 1) -> Self {
        let time = TimeScale.flow(shift: shift, multiplier: multiplier)
        let sigmas = (1...1000).map { time.sigma(Float($0) / 1000 * Float(multiplier)) }
        return Self(.flow, sigmas: sigmas, time: time, progress: .flow(shift: shift), noiseScale: noiseScale)
    }

    /// The same flow with another factor on all noise; nil where it is no flow of steps with a plain shift.
    public func withNoise(times factor: Float) -> Self? {
        guard case .flow = progress else { return nil }
        return Self(
            prediction, sigmas: sigmas, time: time, progress: progress, dataDeviation: dataDeviation,
            noiseScale: factor)
    }

    /// Rectified flow with an exponential shift: Flux (1.15).
    public static func exponentialFlow(shift: Double = 1.15) -> Self {
        let time = TimeScale.exponentialFlow(shift: shift)
        let sigmas = (1...10_000).map { time.sigma(Float($0) / 10_000) }
        return Self(.flow, sigmas: sigmas, time: time, progress: .exponentialFlow(shift: shift))
    }

    /// Stable Cascade.
    public static func cascade(shift: Double = 1) -> Self {
        let time = TimeScale.cosine(shift: shift)
        let sigmas = (1...10_000).map { time.sigma(Float(Double($0) / 10_000)) }
        return Self(.noise, sigmas: sigmas, time: time, progress: .unit)
    }

    private static func logarithmicTable(_ lowest: Double, _ highest: Double) -> [Float] {
        evenlySpaced(1000, from: Float(log(lowest)), to: Float(log(highest))).map(\.exponential)
    }
}
