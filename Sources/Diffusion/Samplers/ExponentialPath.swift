import Tensors

/// A step in half the log-SNR, with stops on the way.
struct ExponentialPath {
    private let sampling: ModelSampling
    private let start: Float
    private let end: Float
    let startSigma: Float
    private let endSigma: Float
    private let eta: Float

    /// The step's length, and the same made longer by the fresh noise.
    let length: Float
    private let gain: Float

    struct Stop {
        /// The part of the way that is gone, 0...1.
        let part: Double
        let sigma: Float
        /// Factor on the latent from the start to here.
        let kept: Float
        /// The part of the clean latent here; 1 but for flows.
        let signal: Float
    }

    init(from sigma: Float, to next: Float, eta: Double, _ sampling: ModelSampling) {
        self.sampling = sampling
        self.eta = Float(eta)
        startSigma = sigma
        endSigma = next
        start = sampling.halfLogSNR(sigma)
        end = sampling.halfLogSNR(next)
        length = end - start
        gain = length * Float(eta + 1)
    }

    func stop(at part: Double) -> Stop {
        let place = between(start, end, part)
        return stop(at: part, place, sampling.sigma(halfLogSNR: place))
    }

    var stopAtEnd: Stop { stop(at: 1, end, endSigma) }

    private func stop(at part: Double, _ place: Float, _ sigma: Float) -> Stop {
        let kept = sigma / startSigma * (Float(-part) * length * eta).exponential
        return Stop(part: part, sigma: sigma, kept: kept, signal: sigma * place.exponential)
    }

    /// e^(part · gain) - 1.
    func phi1(_ part: Float) -> Float { (part * gain).exponentialMinusOne }

    func phi2(_ part: Float) -> Float {
        let power = part * gain
        return (power.exponentialMinusOne - power) / power
    }

    /// What is left of the noise of one part of the way at the end of the next.
    func faded(from: Double, to: Double) -> Float { (Float(from - to) * length * eta).exponential }

    /// Deviation of the fresh noise of a part of the way, over the noise level at its end.
    func deviation(from: Double, to: Double) -> Float {
        (-(2 * (Float(from - to) * length * eta)).exponentialMinusOne).squareRoot()
    }
}

/// The fresh noise of a step, gathered from stop to stop.
struct PathNoise {
    private let path: ExponentialPath
    private let isUsed: Bool
    private var sum: Tensor?
    private var last: (part: Double, sigma: Float)

    init(_ path: ExponentialPath, isUsed: Bool) {
        self.path = path
        self.isUsed = isUsed
        last = (0, path.startSigma)
    }

    mutating func extend(to stop: ExponentialPath.Stop, _ state: inout SamplerState) {
        guard isUsed else { return }
        let fresh =
            state.noise(from: last.sigma, to: stop.sigma) * path.deviation(from: last.part, to: stop.part)
        sum = sum.map { $0 * path.faded(from: last.part, to: stop.part) + fresh } ?? fresh
        last = (stop.part, stop.sigma)
    }

    func added(to latent: Tensor, at stop: ExponentialPath.Stop, scale: Float) -> Tensor {
        sum.map { latent + $0.scaled(by: stop.sigma, scale) } ?? latent
    }
}
