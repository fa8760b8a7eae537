import Tensors

/// All that a run carries from one step to the next.
public struct SamplerState: Sendable {
    /// The latent so far [N, C, H, W], at the noise level of the next step.
    public var latent: Tensor

    /// The next step, from 0.
    public var step = 0

    public var isFinished = false

    /// What multistep samplers remember of earlier steps, newest last.
    public var history: [Tensor] = []

    /// Noise levels, step sizes and the like that belong to `history`.
    public var numbers: [Double] = []

    /// Where noise comes from, and how far it is used up.
    public var noise: NoiseSource

    public init(latent: Tensor, noise: NoiseSource) {
        self.latent = latent
        self.noise = noise
    }

    /// Goes on to the next step, or ends after the last one.
    mutating func advance(to latent: Tensor, in run: SamplerRun) {
        self.latent = latent
        step += 1
        isFinished = step >= run.sigmas.count - 1
    }

    /// Appends to the history and keeps no more than `limit` of it.
    mutating func remember(_ tensor: Tensor, atMost limit: Int) {
        history.append(tensor)
        if history.count > limit { history.removeFirst(history.count - limit) }
    }
}
