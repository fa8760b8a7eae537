/// Noise levels that were optimised for a family of flow models.
///
/// - Source: Pei et al. 2025, "Optimal Stepsize for Diffusion Sampling", the published schedules.
public enum OptimalSteps: String, Sendable, CaseIterable {
    case flux = "FLUX"
    case wan = "Wan"
    case chroma = "Chroma"

    private var levels: [Double] {
        switch self {
        case .flux: [0.9968, 0.9886, 0.9819, 0.975, 0.966, 0.9471, 0.9158, 0.8287, 0.5512, 0.2808, 0.001]
        case .wan:
            [
                1, 0.997, 0.995, 0.993, 0.991, 0.989, 0.987, 0.985, 0.98, 0.975, 0.973, 0.968, 0.96, 0.946, 0.927,
                0.902, 0.864, 0.776, 0.539, 0.208, 0.001,
            ]
        case .chroma:
            [
                0.992, 0.99, 0.988, 0.985, 0.982, 0.978, 0.973, 0.968, 0.961, 0.953, 0.943, 0.931, 0.917, 0.9, 0.881,
                0.858, 0.832, 0.802, 0.769, 0.731, 0.69, 0.646, 0.599, 0.55, 0.501, 0.451, 0.402, 0.355, 0.311, 0.27,
                0.232, 0.199, 0.169, 0.143, 0.12, 0.101, 0.084, 0.07, 0.058, 0.048, 0.001,
            ]
        }
    }

    /// Falling noise levels that end with zero; other numbers of steps than the published one are interpolated in the
    /// logarithm.
    ///
    /// - Parameter denoise: the part of the way that is left; below 1, as many fewer steps are taken.
    public func sigmas(steps: Int, denoise: Double = 1) -> [Float] {
        precondition(steps > 0, "\(steps) steps")
        guard denoise > 0 else { return [] }
        let taken = denoise < 1 ? Int((Double(steps) * denoise).rounded(.toNearestOrEven)) : steps
        var sigmas = steps + 1 == levels.count ? levels : interpolatedInLogarithm(levels, to: steps + 1)
        sigmas[sigmas.count - 1] = 0
        return sigmas.suffix(taken + 1).map { Float($0) }
    }
}
