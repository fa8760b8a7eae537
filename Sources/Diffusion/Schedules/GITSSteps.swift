/// Noise levels that lie where the paths from noise to pictures bend.
///
/// - Source: as for `GITSLevels`; interpolation as in ComfyUI's `nodes_gits.py`.
public enum GITSSteps {
    /// Falling noise levels that end with zero; more than 20 steps are interpolated in the logarithm.
    ///
    /// - Parameters:
    ///   - coefficient: how much the error of a step counts, 0.8...1.5 in steps of 0.05.
    ///   - denoise: the part of the way that is left; below 1, as many fewer steps are taken.
    public static func sigmas(coefficient: Double, steps: Int, denoise: Double = 1) -> [Float] {
        precondition(steps >= 2, "\(steps) steps")
        guard denoise > 0 else { return [] }
        let taken = denoise < 1 ? Int((Double(steps) * denoise).rounded(.toNearestOrEven)) : steps
        let nearest = Int(((coefficient - 0.8) / 0.05).rounded())
        let row = min(max(nearest, 0), GITSLevels.coefficients - 1)
        var sigmas =
            GITSLevels.steps.contains(steps)
            ? GITSLevels.levels(row: row, steps: steps)
            : interpolatedInLogarithm(
                GITSLevels.levels(row: row, steps: GITSLevels.steps.upperBound), to: steps + 1)
        sigmas[sigmas.count - 1] = 0
        return sigmas.suffix(taken + 1).map { Float($0) }
    }
}
