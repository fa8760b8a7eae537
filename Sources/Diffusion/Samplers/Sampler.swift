import Tensors

/// A way to walk from noise to a picture, one step at a time.
///
/// A sampler is a value that holds its options; all that changes from step to step is in the state, so that a run can be
/// stopped, looked at, copied and taken up again after any step.
public protocol Sampler: Sendable {
    /// Where the noise that it adds comes from.
    var noise: NoiseKind { get }

    /// Takes one step: moves `state.latent` on, remembers what later steps need, and reports once.
    ///
    /// - Throws: whatever the denoiser or the listener throws; `state` is then of no use.
    func step(_ state: inout SamplerState, in run: SamplerRun) throws

    /// The noise level that its result is at.
    func finalLevel(of run: SamplerRun) -> Float
}

extension Sampler {
    public var noise: NoiseKind { .none }

    public func finalLevel(of run: SamplerRun) -> Float { run.sigmas[run.sigmas.count - 1] }

    /// Takes all steps that are left.
    public func finish(_ state: inout SamplerState, in run: SamplerRun) throws {
        while !state.isFinished { try step(&state, in: run) }
    }

    /// The state before the first step.
    ///
    /// - Shapes: `latent` [N, C, H, W], noisy to the first level of the run.
    public func start(_ latent: Tensor, seed: UInt64, in run: SamplerRun) -> SamplerState {
        var state = SamplerState(latent: latent, noise: NoiseSource(noise, seed: seed, shape: latent.shape, in: run))
        state.isFinished = run.sigmas.count < 2
        return state
    }
}
