import Tensors

/// An exponential integrator over the polynomial through the last slopes.
///
/// - Source: Zhang and Chen 2022, https://arxiv.org/abs/2204.13902 (tAB-DEIS), as in diff-sampler and ComfyUI.
public struct DEISSampler: Sampler {
    /// Slopes that are used, 1...4.
    public var order: Int

    public init(order: Int = 3) {
        precondition(1...4 ~= order, "order \(order)")
        self.order = order
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised = try run.denoiser(latent, sigma)
        try run.report(state.step, latent, denoised)
        state.remember(slope(latent, denoised, at: sigma), atMost: order)

        let slopes = Array(state.history.reversed())
        guard next > 0, slopes.count > 1 else {
            return state.advance(to: latent + slopes[0] * (next - sigma), in: run)
        }
        let levels = slopes.indices.map { run.sigmas[state.step - $0] }
        let weights = DEISWeights(levels, to: next).values
        var moved = latent
        for (slope, weight) in zip(slopes, weights) { moved = moved + slope * weight }
        state.advance(to: moved, in: run)
    }
}
