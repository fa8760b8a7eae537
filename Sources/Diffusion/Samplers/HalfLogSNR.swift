import Foundation

/// The time that exponential integrators step in: half the logarithm of the signal-to-noise ratio, which rises.
extension ModelSampling {
    func halfLogSNR(_ sigma: Float) -> Float {
        prediction.isFlow ? -(sigma / (1 - sigma)).logarithm : -sigma.logarithm
    }

    func sigma(halfLogSNR lambda: Float) -> Float {
        prediction.isFlow ? 1 / (1 + lambda.exponential) : (-lambda).exponential
    }
}

/// a + (b - a) · part, from the nearer end, as PyTorch does.
func between(_ a: Float, _ b: Float, _ part: Double) -> Float {
    let weight = Float(part)
    return weight < 0.5 ? a + weight * (b - a) : b - (b - a) * (1 - weight)
}
