import Foundation
import Tensors

/// DPM-Solver with steps as long as the difference between two orders allows.
///
/// How many steps it takes depends on the picture alone; the number of levels of the run does not matter.
///
/// - Source: k-diffusion's `sample_dpm_adaptive`.
public struct DPMAdaptiveSampler: Sampler {
    /// Of the better of the two solvers, 2 or 3.
    public var order: Int

    /// Differences that are allowed, as a part of the latent and in itself.
    public var relativeTolerance: Double
    public var absoluteTolerance: Double

    /// First step to try, in the logarithm of the noise.
    public var firstStep: Double

    /// Proportional, integral and differential part of the step size's control.
    public var control: (proportional: Double, integral: Double, differential: Double)

    /// Steps that the control would shorten by more than this factor are taken back.
    public var acceptance: Double

    /// The part of the noise that is fresh, 0...1.
    public var eta: Double

    /// Factor on the fresh noise.
    public var noiseScale: Double

    public var noise: NoiseKind { eta == 0 ? .none : .independent }

    public init(
        order: Int = 3, relativeTolerance: Double = 0.05, absoluteTolerance: Double = 0.0078, firstStep: Double = 0.05,
        control: (proportional: Double, integral: Double, differential: Double) = (0, 1, 0), acceptance: Double = 0.81,
        eta: Double = 0, noiseScale: Double = 1
    ) {
        precondition(2...3 ~= order, "order \(order)")
        self.order = order
        self.relativeTolerance = relativeTolerance
        self.absoluteTolerance = absoluteTolerance
        self.firstStep = firstStep
        self.control = control
        self.acceptance = acceptance
        self.eta = eta
        self.noiseScale = noiseScale
    }

    /// One attempt, which may be taken back. The state's history is the last low-order latent; its numbers are the time,
    /// the step size and the inverse errors that the control remembers.
    ///
    /// - Throws: `SamplingError` once the step size is lost, as with a model that answers with infinities.
    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let (start, end) = run.solverTimes
        let numbers = state.numbers.isEmpty ? [Double(start), abs(firstStep)] : state.numbers
        let time = Float(numbers[0])
        guard time < end - 1e-5 else {
            state.isFinished = true
            return
        }
        guard end.isFinite, numbers[1].isFinite, numbers[1] > 0 else {
            throw SamplingError.lostStepSize(step: state.step)
        }

        let target = min(end, time + Float(numbers[1]))
        let (down, deviation) = descent(from: time, to: target, end: end)
        var step = try DPMSolverStep(state.latent, from: time, to: down, run.denoiser)
        let low = order == 2 ? step.firstOrder() : try step.secondOrder(by: 1.0 / 3)
        let high = order == 2 ? try step.secondOrder() : try step.thirdOrder()

        let error = error(low, high, last: state.history.first ?? state.latent)
        let (accepted, controlled) = controlled(Array(numbers.dropFirst()), error)
        var next = time
        if accepted {
            state.history = [low]
            state.latent = high
            if eta != 0 {
                let levels = (DPMSolverStep.sigma(time), DPMSolverStep.sigma(target))
                let fresh = state.noise(from: levels.0, to: levels.1)
                state.latent = high + fresh * (deviation * Float(noiseScale))
            }
            next = target
        } else if state.history.isEmpty {
            state.history = [state.latent]
        }
        state.numbers = [Double(next)] + controlled
        try run.report(state.step, state.latent, step.denoised)
        state.step += 1
        state.isFinished = next >= end - 1e-5
    }

    private func descent(from time: Float, to target: Float, end: Float) -> (time: Float, deviation: Float) {
        guard eta != 0 else { return (target, 0) }
        let level = DPMSolverStep.sigma(target)
        let step = AncestralStep(from: DPMSolverStep.sigma(time), to: level, eta: eta)
        let down = min(end, -step.down.logarithm)
        let downLevel = DPMSolverStep.sigma(down)
        return (down, (level * level - downLevel * downLevel).squareRoot())
    }

    /// The root mean square of the difference, over what is allowed.
    private func error(_ low: Tensor, _ high: Tensor, last: Tensor) -> Double {
        let (low, high, last) = (low.values, high.values, last.values)
        let (relative, absolute) = (Float(relativeTolerance), Float(absoluteTolerance))
        var sum = 0.0
        for index in 0..<low.count {
            let allowed = max(absolute, relative * max(abs(low[index]), abs(last[index])))
            let part = Double((low[index] - high[index]) / allowed)
            sum += part * part
        }
        return Double(Float(sum.squareRoot()) / Float(Double(low.count).squareRoot()))
    }

    /// The next step size and the errors to remember, after the ones before.
    private func controlled(_ numbers: [Double], _ error: Double) -> (accepted: Bool, numbers: [Double]) {
        let inverse = 1 / (error + 1e-8)
        var errors = numbers.count == 4 ? Array(numbers[1...]) : [inverse, inverse, inverse]
        errors[0] = inverse
        // With noise, the solvers' order is worth less.
        let order = eta == 0 ? Double(order) : 1.5
        let factor =
            pow(errors[0], (control.proportional + control.integral + control.differential) / order)
            * pow(errors[1], -(control.proportional + 2 * control.differential) / order)
            * pow(errors[2], control.differential / order)
        let limited = 1 + atan(factor - 1)
        let accepted = limited >= acceptance
        if accepted {
            errors[2] = errors[1]
            errors[1] = errors[0]
        }
        return (accepted, [numbers[0] * limited] + errors)
    }
}
