import Tensors

/// One step of DPM-Solver from one time to another; times are minus the logarithm of the noise level.
///
/// Predictions are kept, so that a lower and a higher order can share them.
///
/// - Source: Lu et al. 2022, https://arxiv.org/abs/2206.00927, in k-diffusion's form.
struct DPMSolverStep {
    private let latent: Tensor
    private let time: Float
    private let end: Float
    private let denoiser: Denoiser

    /// The noise in the latent at the start.
    private let noise: Tensor

    /// The same at a point within the step, by its part of the way.
    private var inner: [Double: Tensor] = [:]

    init(_ latent: Tensor, from time: Float, to end: Float, _ denoiser: Denoiser) throws {
        self.latent = latent
        self.time = time
        self.end = end
        self.denoiser = denoiser
        noise = try Self.noise(in: latent, at: time, denoiser)
    }

    private static func noise(in latent: Tensor, at time: Float, _ denoiser: Denoiser) throws -> Tensor {
        (latent - (try denoiser(latent, sigma(time)))) / sigma(time)
    }

    static func sigma(_ time: Float) -> Float { (-time).exponential }

    private var length: Float { end - time }

    /// What the model takes the latent to be without noise at the start.
    var denoised: Tensor { latent - noise * Self.sigma(time) }

    func firstOrder() -> Tensor {
        latent - noise * (Self.sigma(end) * length.exponentialMinusOne)
    }

    mutating func secondOrder(by part: Double = 0.5) throws -> Tensor {
        let change = try noise(after: part) - noise
        let factor = Self.sigma(end) / Float(2 * part) * length.exponentialMinusOne
        return firstOrder() - change * factor
    }

    mutating func thirdOrder() throws -> Tensor {
        let (early, late) = (1.0 / 3, 2.0 / 3)
        let change = try noise(after: early) - noise

        let lateTime = time + Float(late) * length
        let lateLength = Float(late) * length
        let lateGain = lateLength.exponentialMinusOne
        let halfway = latent - noise * (Self.sigma(lateTime) * lateGain)
        let lateFactor = Self.sigma(lateTime) * Float(late / early) * (lateGain / lateLength - 1)
        let lateNoise = try Self.noise(in: halfway - change * lateFactor, at: lateTime, denoiser)

        let factor = Self.sigma(end) / Float(late) * (length.exponentialMinusOne / length - 1)
        return firstOrder() - (lateNoise - noise) * factor
    }

    private mutating func noise(after part: Double) throws -> Tensor {
        if let known = inner[part] { return known }
        let middle = time + Float(part) * length
        let gain = (Float(part) * length).exponentialMinusOne
        let found = try Self.noise(in: latent - noise * (Self.sigma(middle) * gain), at: middle, denoiser)
        inner[part] = found
        return found
    }
}

extension SamplerRun {
    /// The times of the first noise level and of the last one above zero.
    var solverTimes: (start: Float, end: Float) {
        let last = sigmas[sigmas.count - 1]
        let lowest = last == 0 ? sigmas[sigmas.count - 2] : last
        return (-sigmas[0].logarithm, -lowest.logarithm)
    }
}
