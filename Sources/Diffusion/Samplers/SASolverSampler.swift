import Foundation
import Tensors

/// A stochastic Adams method with a predictor and a corrector.
///
/// - Source: Xue et al. 2023, https://arxiv.org/abs/2309.05019 (SA-Solver), as in ComfyUI.
public struct SASolverSampler: Sampler {
    public var predictorOrder: Int
    public var correctorOrder: Int

    /// Whether the model is asked again after the corrector (predict, evaluate, correct, evaluate).
    public var evaluatesTwice: Bool

    /// Whether second-order steps use the paper's shorter formula.
    public var usesSimpleSecondOrder: Bool

    /// Factor on the fresh noise.
    public var noiseScale: Double

    /// The amount of fresh noise, 0...1.
    public var eta: Double

    /// The parts of the way between which there is fresh noise.
    public var noiseStart: Double
    public var noiseEnd: Double

    public var noise: NoiseKind { .independent }

    public init(
        predictorOrder: Int = 3, correctorOrder: Int = 4, evaluatesTwice: Bool = false,
        usesSimpleSecondOrder: Bool = false, noiseScale: Double = 1, eta: Double = 1, noiseStart: Double = 0.2,
        noiseEnd: Double = 0.8
    ) {
        precondition(predictorOrder > 0 && correctorOrder >= 0, "orders \(predictorOrder), \(correctorOrder)")
        self.predictorOrder = predictorOrder
        self.correctorOrder = correctorOrder
        self.evaluatesTwice = evaluatesTwice
        self.usesSimpleSecondOrder = usesSimpleSecondOrder
        self.noiseScale = noiseScale
        self.eta = eta
        self.noiseStart = noiseStart
        self.noiseEnd = noiseEnd
    }

    /// The state's latent is the predicted one. Its history holds the last predictions of the clean latent, then the last
    /// corrected latent and the noise that the predictor added; its numbers, how many predictions those are and the amount
    /// of that noise.
    public func step(_ state: inout SamplerState, in run: SamplerRun) throws {
        let index = state.step
        let sigmas = run.loggableSigmas
        var past = Past(state)
        let denoised = try run.denoiser(state.latent, sigmas[index])
        try run.report(index, state.latent, denoised)
        past.predictions.append(denoised)
        past.predictions = Array(past.predictions.suffix(max(predictorOrder, correctorOrder)))

        let orders = orders(index, past.predictions.count, sigmas)
        if orders.corrector == 0 {
            past.corrected = state.latent
        } else {
            past.corrected = try corrected(past, order: orders.corrector, index, run)
            if evaluatesTwice {
                let again = try run.denoiser(past.corrected, sigmas[index])
                past.predictions[past.predictions.count - 1] = again
            }
        }
        let newest = past.predictions[past.predictions.count - 1]
        guard sigmas[index + 1] != 0 else { return state.advance(to: newest, in: run) }

        past.amount = amount(at: sigmas[index + 1], run.sampling)
        let predicted = predicted(&past, order: orders.predictor, index, run, &state)
        past.save(to: &state)
        state.advance(to: predicted, in: run)
    }

    /// Lower near both ends: where there is not enough past, and where a clean end makes high orders unstable.
    private func orders(_ index: Int, _ known: Int, _ sigmas: [Float]) -> (predictor: Int, corrector: Int) {
        var predictor = min(predictorOrder, known)
        let isUncorrected = index == 0 || (sigmas[index + 1] == 0 && !evaluatesTwice)
        var corrector = isUncorrected ? 0 : min(correctorOrder, known)
        if sigmas[sigmas.count - 1] == 0 {
            predictor = min(predictor, sigmas.count - 2 - index)
            corrector = min(corrector, sigmas.count - 1 - index)
        }
        return (predictor, corrector)
    }

    private func amount(at sigma: Float, _ sampling: ModelSampling) -> Double {
        let start = sampling.sigma(progress: noiseStart)
        let end = sampling.sigma(progress: noiseEnd)
        return eta > 0 && start >= Double(sigma) && Double(sigma) >= end ? eta : 0
    }

    private func corrected(_ past: Past, order: Int, _ index: Int, _ run: SamplerRun) throws -> Tensor {
        let sigmas = run.loggableSigmas
        let lambdas = sigmas.map(run.sampling.halfLogSNR)
        let weights = AdamsWeights(
            known: Array(lambdas[index - order + 1...index]), from: lambdas[index - 1], to: lambdas[index],
            amount: past.amount, usesSimpleSecondOrder: usesSimpleSecondOrder, isCorrector: true
        ).scaled(by: sigmas[index] * lambdas[index].exponential)
        let length = lambdas[index] - lambdas[index - 1]
        let kept = sigmas[index] / sigmas[index - 1] * (Float(-(past.amount * past.amount)) * length).exponential
        let moved = past.corrected * kept + weighted(past.predictions.suffix(order), weights)
        return past.noise.map { moved + $0 } ?? moved
    }

    private func predicted(
        _ past: inout Past, order: Int, _ index: Int, _ run: SamplerRun, _ state: inout SamplerState
    ) -> Tensor {
        let sigmas = run.loggableSigmas
        let (sigma, next) = (sigmas[index], sigmas[index + 1])
        let lambdas = sigmas.map(run.sampling.halfLogSNR)
        let weights = AdamsWeights(
            known: Array(lambdas[index - order + 1...index]), from: lambdas[index], to: lambdas[index + 1],
            amount: past.amount, usesSimpleSecondOrder: usesSimpleSecondOrder, isCorrector: false
        ).scaled(by: next * lambdas[index + 1].exponential)
        let length = lambdas[index + 1] - lambdas[index]
        let variance = past.amount * past.amount
        let kept = next / sigma * (Float(-variance) * length).exponential
        var moved = past.corrected * kept + weighted(past.predictions.suffix(order), weights)

        past.noise = nil
        let scale = run.noiseFactor(noiseScale)
        if past.amount > 0, scale > 0 {
            let deviation = (-(Float(-2 * variance) * length).exponentialMinusOne).squareRoot()
            let fresh = state.noise(from: sigma, to: next).scaled(by: next, deviation, scale)
            moved = moved + fresh
            past.noise = fresh
        }
        return moved
    }

    private func weighted(_ predictions: ArraySlice<Tensor>, _ weights: [Float]) -> Tensor {
        let parts = zip(predictions, weights).map { $0 * $1 }
        return parts.dropFirst().reduce(parts[0], +)
    }

    /// What the state's history and numbers mean here.
    private struct Past {
        var predictions: [Tensor] = []
        var corrected: Tensor
        var noise: Tensor?
        var amount = 0.0

        init(_ state: SamplerState) {
            corrected = state.latent
            guard state.numbers.count == 2 else { return }
            let count = Int(state.numbers[0])
            predictions = Array(state.history[..<count])
            corrected = state.history[count]
            noise = state.history.count > count + 1 ? state.history[count + 1] : nil
            amount = state.numbers[1]
        }

        func save(to state: inout SamplerState) {
            state.history = predictions + [corrected] + (noise.map { [$0] } ?? [])
            state.numbers = [Double(predictions.count), amount]
        }
    }
}
