import Foundation

/// Noise levels that were optimised for a family of models.
///
/// - Source: Align Your Steps (Sabour et al. 2024), the published ten-step schedules.
public enum AlignedSteps: String, Sendable, CaseIterable {
    case stableDiffusion1 = "SD1"
    case stableDiffusionXL = "SDXL"
    case stableVideoDiffusion = "SVD"

    private var levels: [Double] {
        switch self {
        case .stableDiffusion1:
            [
                14.614_641_229_3, 6.474_576_095_6, 3.863_674_598_5, 2.694_615_152_0, 1.884_192_117_7, 1.394_380_509_2,
                0.964_258_390_4, 0.652_368_601_6, 0.397_745_627_2, 0.151_523_266_2, 0.029_167_158_2,
            ]
        case .stableDiffusionXL:
            [
                14.614_641_229_3, 6.318_448_528_7, 3.768_179_031_5, 2.181_148_076_9, 1.340_524_494_5, 0.862_072_114_1,
                0.555_069_328_9, 0.379_854_070_8, 0.233_236_413_4, 0.111_418_817_7, 0.029_167_158_2,
            ]
        case .stableVideoDiffusion:
            [700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002]
        }
    }

    /// Falling noise levels that end with zero; other numbers than ten steps are interpolated in the logarithm.
    ///
    /// - Parameter denoise: the part of the way that is left; below 1, as many fewer steps are taken.
    public func sigmas(steps: Int, denoise: Double = 1) -> [Float] {
        precondition(steps > 0, "\(steps) steps")
        guard denoise > 0 else { return [] }
        let taken = denoise < 1 ? Int((Double(steps) * denoise).rounded(.toNearestOrEven)) : steps
        var sigmas = steps == 10 ? levels : interpolatedInLogarithm(levels, to: steps + 1)
        sigmas[sigmas.count - 1] = 0
        return sigmas.suffix(taken + 1).map { Float($0) }
    }
}

/// As many numbers as asked for between the first and the last, on straight lines through the logarithms of `levels`.
func interpolatedInLogarithm(_ levels: [Double], to count: Int) -> [Double] {
    let known = levels.map { log($0) }
    return (0..<count).map { index in
        let place = Double(index) / Double(count - 1) * Double(known.count - 1)
        let low = min(Int(place), known.count - 2)
        return exp(known[low] + (known[low + 1] - known[low]) * (place - Double(low)))
    }
}

/// The levels of a model that was distilled to ten timesteps, such as SD Turbo.
///
/// - Parameter denoise: the part of the way that is left, in tenths.
/// - Source: ComfyUI's `SDTurboScheduler`.
public func turboSigmas(_ steps: Int, _ sampling: ModelSampling, denoise: Double = 1) -> [Float] {
    let start = 10 - Int(10 * min(max(denoise, 0), 1))
    let timesteps = (1...10).reversed().map { Float($0 * 100 - 1) }.dropFirst(start).prefix(max(steps, 0))
    return timesteps.map(sampling.sigma(timestep:)) + [0]
}
