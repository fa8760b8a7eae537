import Tensors

/// Euler steps, corrected by how the slope changed; with CFG++ if asked for.
///
/// - Source: Permenter and Yuan 2023, https://openreview.net/pdf?id=o2ND9v0CeK, as in ComfyUI.
public struct GradientEstimationSampler: Sampler {
    /// How far the slope is extrapolated: 1 not at all, 2 by as much as it changed.
    public var gamma: Double

    /// Whether the direction is that of the unconditional prediction (CFG++).
    public var followsUnconditional: Bool

    public init(gamma: Double = 2, followsUnconditional: Bool = false) {
        self.gamma = gamma
        self.followsUnconditional = followsUnconditional
    }

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (sigma, next) = run.levels(state.step)
        let latent = state.latent
        let denoised =
            followsUnconditional ? try run.denoiser.both(latent, sigma) : Denoised(try run.denoiser(latent, sigma))
        let direction = slope(
            latent, followsUnconditional ? denoised.unconditional : denoised.guided, at: sigma)
        try run.report(state.step, latent, denoised.guided)

        let previous = state.history.last
        state.remember(direction, atMost: 1)
        guard next != 0 else { return state.advance(to: denoised.guided, in: run) }
        var moved =
            followsUnconditional ? denoised.guided + direction * next : latent + direction * (next - sigma)
        if let previous {
            let change = (direction - previous) * Float(gamma - 1)
            moved = moved + change * (next - sigma)
        }
        state.advance(to: moved, in: run)
    }
}
