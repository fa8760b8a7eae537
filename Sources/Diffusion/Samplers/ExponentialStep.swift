/// The coefficients of a step of an exponential integrator in half the log-SNR, for a stochastic equation.
struct ExponentialStep {
    /// The step's length in half the log-SNR.
    let length: Float

    /// The same, made longer by the fresh noise.
    let gain: Float

    /// Factor on the latent.
    let kept: Float

    /// The part of the clean latent at the step's end; 1 but for flows.
    let signal: Float

    /// The part of the way to the clean latent that is gone.
    let covered: Float

    /// Deviation of the fresh noise, over the noise level at the end.
    let deviation: Float

    init(from sigma: Float, to next: Float, eta: Double, _ sampling: ModelSampling) {
        let end = sampling.halfLogSNR(next)
        length = end - sampling.halfLogSNR(sigma)
        gain = length * Float(eta + 1)
        kept = next / sigma * (-length * Float(eta)).exponential
        signal = next * end.exponential
        covered = -(-gain).exponentialMinusOne
        deviation = (-(-2 * length * Float(eta)).exponentialMinusOne).squareRoot()
    }
}
