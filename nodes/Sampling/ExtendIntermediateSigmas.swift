import Engine
import Foundation

/// How steps within a step are spaced.
enum StepSpacing: String, Choice {
    case linear
    case cosine
    case sine
}

/// Puts further noise levels between those of a range.
struct ExtendIntermediateSigmas: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Divide the steps of a range of noise levels into several."

    @Input("The noise levels.") var sigmas: Sigmas
    @Input("How many steps each one becomes.", in: 1...100) var steps = 2
    @Input("The highest level to divide from; -1 is no limit.", in: -1...20_000) var startAtSigma = -1.0
    @Input("The lowest level to divide from.", in: 0...20_000) var endAtSigma = 12.0
    @Input("How the new levels are spaced.") var spacing: StepSpacing

    @Output var extended: Sigmas

    func run(_ context: RunContext) {
        let highest = startAtSigma < 0 ? Float.infinity : Float(startAtSigma)
        let levels = sigmas.levels
        var result: [Float] = []
        for (level, next) in zip(levels, levels.dropFirst()) {
            result.append(level)
            guard level >= Float(endAtSigma), level <= highest else { continue }
            result += (1..<steps).map { place(of: $0) * (next - level) + level }
        }
        extended = Sigmas(levels: result + levels.suffix(1))
    }

    /// How far into a step its `index`-th part begins, 0 to 1.
    private func place(of index: Int) -> Float {
        let part = Float(index) / Float(steps)
        return switch spacing {
        case .linear: part
        case .cosine: Float(sin(Double(part) * .pi / 2))
        case .sine: Float(1 - cos(Double(part) * .pi / 2))
        }
    }
}
