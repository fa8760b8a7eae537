import Tensors

/// Adams-Bashforth over the last slopes, for steps of any length.
///
/// - Source: `ipndm_v_sampler` of diff-sampler (Zhou et al.), after Zhang and Chen 2022.
public struct IPNDMVSampler: Sampler {
    /// Slopes that are used, 1...4.
    public var order: Int

    public init(order: Int = 4) {
        precondition(1...4 ~= order, "order \(order)")
        self.order = order
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        state.remember(slope(latent, denoised, at: sigma), atMost: order)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let slopes = Array(state.history.reversed())
        // This step's length, then those of the steps before it.
        let lengths = slopes.indices.map { run.sigmas[state.step - $0 + 1] - run.sigmas[state.step - $0] }
        let weights = Self.weights(lengths)
        var sum = slopes[0] * weights[0]
        for past in 1..<max(slopes.count, 1) { sum = sum + slopes[past] * weights[past] }
        state.advance(to: latent + sum * (next - sigma), in: run)
    }

    /// One weight for each slope, newest first.
    private static func weights(_ lengths: [Float]) -> [Float] {
        guard lengths.count > 1 else { return [1] }
        let (a, b) = (lengths[0], lengths[1])
        let ratio = a / b
        var weights = [(2 + ratio) / 2, -ratio / 2]
        guard lengths.count > 2 else { return weights }

        let c = lengths[2]
        let ab = a + b
        let bc = b + c
        let third = (1 - a / (3 * ab) * (a * ab) / (b * bc)) / 2
        weights[0] += third
        weights[1] -= (1 + b / c) * third
        weights.append(third * b / c)
        guard lengths.count > 3 else { return weights }

        let d = lengths[3]
        let abc = ab + c
        let bcd = bc + d
        let inner = (1 - a / (3 * ab)) / 2 + (1 - a / (2 * ab)) * a / (6 * abc)
        let fourth = inner * (a * ab * abc) / (b * bc * bcd)
        let cross = b * bc / (c * (c + d))
        weights[0] += fourth
        weights[1] -= (1 + b / c + cross) * fourth
        weights[2] += (b / c + cross * (1 + c / d)) * fourth
        weights.append(-fourth * cross * b / c)
        return weights
    }
}
