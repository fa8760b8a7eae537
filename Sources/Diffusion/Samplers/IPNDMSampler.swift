import Tensors

/// Adams-Bashforth over the last slopes, as if steps were equal.
///
/// - Source: `ipndm_sampler` of diff-sampler (Zhou et al.), after Zhang and Chen 2022.
public struct IPNDMSampler: Sampler {
    /// Slopes that are used, 1...4.
    public var order: Int

    public init(order: Int = 4) {
        precondition(1...4 ~= order, "order \(order)")
        self.order = order
    }

    /// Newest slope first, then the common divisor.
    private static let weights: [(factors: [Float], divisor: Float)] = [
        ([1], 1), ([3, -1], 2), ([23, -16, 5], 12), ([55, -59, 37, -9], 24),
    ]

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        state.remember(slope(latent, denoised, at: sigma), atMost: order)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let slopes = Array(state.history.reversed())
        let (factors, divisor) = Self.weights[slopes.count - 1]
        var sum = slopes[0] * factors[0]
        for past in 1..<max(slopes.count, 1) { sum = sum + slopes[past] * factors[past] }
        state.advance(to: latent + sum * (next - sigma) / divisor, in: run)
    }
}
