import Foundation

/// Schedules between any two noise levels: they need no model's table.
///
/// Each gives `steps` falling levels and a final zero, but for `laplaceSigmas`, which has no zero.

/// Evenly spaced in the `rho`-th root.
///
/// - Source: Karras et al. 2022, equation 5.
public func karrasSigmas(_ steps: Int, from highest: Double, to lowest: Double, rho: Double = 7) -> [Float] {
    let low = pow(lowest, 1 / rho)
    let high = pow(highest, 1 / rho)
    return evenlySpaced(steps, from: Float(0), to: 1).map { (Float(high) + $0 * Float(low - high)).power(rho) } + [0]
}

/// Evenly spaced in the logarithm.
public func exponentialSigmas(_ steps: Int, from highest: Double, to lowest: Double) -> [Float] {
    evenlySpaced(steps, from: Float(log(highest)), to: Float(log(lowest))).map(\.exponential) + [0]
}

/// A polynomial of degree `rho` in the logarithm.
public func polyexponentialSigmas(
    _ steps: Int, from highest: Double, to lowest: Double, rho: Double = 1
) -> [Float] {
    let span = Float(log(highest) - log(lowest))
    return evenlySpaced(steps, from: Float(1), to: 0).map {
        (power($0, rho) * span + Float(log(lowest))).exponential
    } + [0]
}

/// Evenly spaced times of a variance-preserving diffusion.
///
/// - Source: Song et al. 2021.
public func variancePreservingSigmas(
    _ steps: Int, slope: Double = 19.9, lowestRate: Double = 0.1, lastTime: Double = 1e-3
) -> [Float] {
    evenlySpaced(steps, from: Float(1), to: Float(lastTime)).map { time in
        (Float(slope) * (time * time) / 2 + Float(lowestRate) * time).exponentialMinusOne.squareRoot()
    } + [0]
}

/// Quantiles of a Laplace distribution of the logarithm.
///
/// - Source: Hang et al. 2024, https://arxiv.org/abs/2407.03297.
public func laplaceSigmas(
    _ steps: Int, from highest: Double, to lowest: Double, middle: Double = 0, width: Double = 0.5
) -> [Float] {
    evenlySpaced(steps, from: Float(0), to: 1).map { part in
        let offset = 0.5 - part
        // Away from the logarithm of zero at both ends.
        let depth = (1 - 2 * abs(offset) + 1e-5).logarithm
        let sign: Float = offset > 0 ? 1 : offset < 0 ? -1 : 0
        let sigma = (Float(middle) - Float(width) * sign * depth).exponential
        return min(max(sigma, Float(lowest)), Float(highest))
    }
}

/// Evenly spaced in the angle between signal and noise; not a number for a single step, as in ComfyUI.
///
/// - Source: Align Your Steps (Sabour et al. 2024), theorem 3.1: the optimum for Gaussian data.
func optimalSigmas(_ steps: Int, from highest: Double, to lowest: Double) -> [Float] {
    (0..<steps).map { step in
        let part = Float(step) / Float(steps - 1)
        return (part * Float(atan(lowest)) + (1 - part) * Float(atan(highest))).tangent
    } + [0]
}

/// An exponent of 1 or 2 is exact, as in PyTorch.
private func power(_ value: Float, _ exponent: Double) -> Float {
    exponent == 1 ? value : exponent == 2 ? value * value : value.power(exponent)
}
