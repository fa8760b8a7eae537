import Foundation

/// Rules that choose the noise levels of a run; raw values are ComfyUI's names.
public enum Scheduler: String, Sendable, CaseIterable {
    case simple
    case uniform = "sgm_uniform"
    case karras
    case exponential
    case ddimUniform = "ddim_uniform"
    case beta
    case normal
    case linearQuadratic = "linear_quadratic"
    case optimal = "kl_optimal"

    /// Falling noise levels that end with zero.
    ///
    /// Mostly `steps` + 1 of them; `ddimUniform` and `beta` can give another number.
    public func sigmas(steps: Int, for sampling: ModelSampling) -> [Float] {
        precondition(steps > 0, "\(steps) steps")
        let lowest = Double(sampling.lowestSigma)
        let highest = Double(sampling.highestSigma)
        switch self {
        case .simple: return simpleSigmas(steps, sampling)
        case .uniform: return uniformSigmas(steps, sampling)
        case .karras: return karrasSigmas(steps, from: highest, to: lowest)
        case .exponential: return exponentialSigmas(steps, from: highest, to: lowest)
        case .ddimUniform: return ddimSigmas(steps, sampling)
        case .beta: return betaSigmas(steps, sampling)
        case .normal: return normalSigmas(steps, sampling)
        case .linearQuadratic: return linearQuadraticSigmas(steps, sampling)
        case .optimal: return optimalSigmas(steps, from: highest, to: lowest)
        }
    }
}

/// Every so many levels of the table, from the highest.
private func simpleSigmas(_ steps: Int, _ sampling: ModelSampling) -> [Float] {
    let count = sampling.sigmas.count
    let stride = Double(count) / Double(steps)
    return (0..<steps).map { sampling.sigmas[count - 1 - Int(Double($0) * stride)] } + [0]
}

/// The second lowest level of the table, and every so many above it.
private func ddimSigmas(_ steps: Int, _ sampling: ModelSampling) -> [Float] {
    let startsAtZero = sampling.sigmas[1] <= 0.00001
    let stride = max(sampling.sigmas.count / (startsAtZero ? steps + 1 : steps), 1)
    let picked = Swift.stride(from: 1, to: sampling.sigmas.count, by: stride).map { sampling.sigmas[$0] }
    return picked.reversed() + (startsAtZero ? [] : [0])
}

/// Evenly spaced timesteps, both ends included.
private func normalSigmas(_ steps: Int, _ sampling: ModelSampling) -> [Float] {
    let start = sampling.timestep(sampling.highestSigma)
    let end = sampling.timestep(sampling.lowestSigma)
    let endsAtZero = sampling.sigma(timestep: end) <= 0.00001
    let timesteps = evenlySpaced(endsAtZero ? steps + 1 : steps, from: start, to: end)
    return timesteps.map(sampling.sigma(timestep:)) + (endsAtZero ? [] : [0])
}

/// Evenly spaced timesteps, the lowest left out.
private func uniformSigmas(_ steps: Int, _ sampling: ModelSampling) -> [Float] {
    let start = sampling.timestep(sampling.highestSigma)
    let end = sampling.timestep(sampling.lowestSigma)
    return evenlySpaced(steps + 1, from: start, to: end).dropLast().map(sampling.sigma(timestep:)) + [0]
}

/// Quantiles of a beta distribution over the table, repeated levels dropped.
///
/// - Source: Lee et al. 2024, https://arxiv.org/abs/2407.12173.
public func betaSigmas(_ steps: Int, _ sampling: ModelSampling, alpha: Double = 0.6, beta: Double = 0.6) -> [Float] {
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    let last = Double(sampling.sigmas.count - 1)
    var sigmas: [Float] = []
    var previous = -1
    for step in 0..<steps {
        let part = 1 - Double(step) * (1 / Double(steps))
        let index = Int((distribution.quantile(part) * last).rounded(.toNearestOrEven))
        if index != previous { sigmas.append(sampling.sigmas[index]) }
        previous = index
    }
    return sigmas + [0]
}

/// A straight line through the first half of the steps, down to `threshold` below the top, then a parabola.
///
/// - Source: Genmo's Mochi 1 (`linear_quadratic_schedule`).
private func linearQuadraticSigmas(_ steps: Int, _ sampling: ModelSampling) -> [Float] {
    guard steps > 1 else { return [sampling.highestSigma, 0] }
    let threshold = 0.025
    let linear = steps / 2
    let quadratic = Double(steps - linear)
    let rest = Double(linear) - threshold * Double(steps)
    let square = rest / (Double(linear) * (quadratic * quadratic))
    let slope = threshold / Double(linear) - 2 * rest / (quadratic * quadratic)
    let constant = square * Double(linear * linear)
    let done = (0..<steps).map { step in
        step < linear
            ? Double(step) * threshold / Double(linear)
            : square * Double(step * step) + slope * Double(step) + constant
    }
    return (done + [1]).map { Float(1 - $0) * sampling.highestSigma }
}
