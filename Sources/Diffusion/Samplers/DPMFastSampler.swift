import Tensors

/// DPM-Solver of third order that asks the model as often as there are steps; its own steps are fewer.
///
/// - Source: Lu et al. 2022, DPM-Solver-fast, as in k-diffusion's `sample_dpm_fast`.
public struct DPMFastSampler: Sampler {
    public init() {}

    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let calls = run.sigmas.count - 1
        let orders = Self.orders(calls)
        let (start, end) = run.solverTimes
        let times = evenlySpaced(calls / 3 + 2, from: start, to: end)

        let index = state.step
        var step = try DPMSolverStep(state.latent, from: times[index], to: times[index + 1], run.denoiser)
        try run.report(index, state.latent, step.denoised)
        switch orders[index] {
        case 1: state.latent = step.firstOrder()
        case 2: state.latent = try step.secondOrder()
        default: state.latent = try step.thirdOrder()
        }
        state.step += 1
        state.isFinished = state.step == orders.count
    }

    /// Threes, and what is left of the calls at the end.
    private static func orders(_ calls: Int) -> [Int] {
        let steps = calls / 3 + 1
        return calls.isMultiple(of: 3)
            ? [Int](repeating: 3, count: steps - 2) + [2, 1]
            : [Int](repeating: 3, count: steps - 1) + [calls % 3]
    }
}
