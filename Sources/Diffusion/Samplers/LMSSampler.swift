import Tensors

/// A step along the polynomial through the last slopes.
///
/// - Source: k-diffusion's `sample_lms`; the integrals are exact here.
public struct LMSSampler: Sampler {
    /// Slopes that are used, 1 or more.
    public var order: Int

    public init(order: Int = 4) {
        precondition(order > 0, "order \(order)")
        self.order = order
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        state.remember(slope(latent, denoised, at: sigma), atMost: order)
        try run.report(state.step, latent, denoised)
        guard next != 0 else { return state.advance(to: denoised, in: run) }

        let slopes = state.history
        let times = slopes.indices.map { Double(run.sigmas[state.step - $0]) }
        var sum = Tensor(zeros: latent.shape)
        for (past, slope) in slopes.reversed().enumerated() {
            sum = sum + slope * Float(Self.weight(past, times, to: Double(next)))
        }
        state.advance(to: latent + sum, in: run)
    }

    /// The integral from `times[0]` to `end` of the polynomial that is 1 at `times[point]` and 0 at the others.
    private static func weight(_ point: Int, _ times: [Double], to end: Double) -> Double {
        // Two Gauss points are exact up to the third degree, which four slopes need; more slopes need shorter pieces.
        let pieces = times.count <= 4 ? 1 : 16 * times.count
        let half = (end - times[0]) / Double(2 * pieces)
        let offset = half / 3.0.squareRoot()
        var sum = 0.0
        for piece in 0..<pieces {
            let middle = times[0] + Double(2 * piece + 1) * half
            sum += basis(point, times, at: middle - offset) + basis(point, times, at: middle + offset)
        }
        return sum * half
    }

    private static func basis(_ point: Int, _ times: [Double], at time: Double) -> Double {
        var product = 1.0
        for other in times.indices where other != point {
            product *= (time - times[other]) / (times[point] - times[other])
        }
        return product
    }
}
