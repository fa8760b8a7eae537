import Diffusion
import Engine
import Foundation
import Synchronization
import Tensors

/// Guides mostly across the direction of the positive prediction, which keeps colours from burning.
struct APG: Node {
    static let displayName = "Adaptive Projected Guidance"
    static let category = "model/sampling/custom"
    static let summary = "Guide across the positive prediction rather than along it."

    @Input("The model.") var model: Model
    @Input("How much guidance along the positive prediction counts; 1 is as usual.", in: -10...10) var eta = 1.0
    @Input("The most that guidance is long; 0 for no limit.", in: 0...50, step: 0.1) var normThreshold = 5.0
    @Input("How much of earlier steps' guidance goes on.", in: -5...1) var momentum = 0.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let rule = ProjectedGuidance(along: Float(eta), limit: Float(normThreshold), momentum: Float(momentum))
        changed = model
        if momentum == 0 {
            changed.changePredictions { step in rule.positive(step, guidance: step.positive - step.negative) }
        } else {
            changed.walkGuidance.append {
                let average = RunningAverage(momentum: rule.momentum)
                return { step in
                    rule.positive(step, guidance: average.next(step.positive - step.negative, at: step.sigma))
                }
            }
        }
    }
}

/// - Source: Sadat et al. 2024, “Eliminating Oversaturation and Artifacts of High Guidance Scales”, as ComfyUI applies it.
private struct ProjectedGuidance {
    let along: Float, limit: Float, momentum: Float

    func positive(
        _ step: ClassifierFreeGuidance.Step, guidance: Tensor
    ) -> (positive: Tensor, negative: Tensor) {
        var guidance = guidance
        if limit > 0 {
            guidance = guidance.scaledPerRow(by: guidance.perRow(\.length).map { min(1, limit / $0) })
        }
        let direction = step.positive.scaledPerRow(by: step.positive.perRow(\.length).map { 1 / max($0, 1e-12) })
        let shares = (guidance * direction).perRow(\.sum)
        let parallel = direction.scaledPerRow(by: shares)
        let projected = (guidance - parallel) + parallel * along
        let changed = (step.negative + projected) + (step.positive - step.negative) / Float(step.scale)
        return (changed, step.negative)
    }
}

/// Guidance of the steps so far. Used by the one task that walks.
private final class RunningAverage: Sendable {
    private let momentum: Float
    private let state = Mutex<(average: Tensor?, sigma: Float)>((nil, .infinity))

    init(momentum: Float) {
        self.momentum = momentum
    }

    func next(_ guidance: Tensor, at sigma: Float) -> Tensor {
        state.withLock { state in
            // A walk that goes back to more noise is another one.
            if sigma > state.sigma { state.average = nil }
            let average = state.average.map { $0 * momentum + guidance } ?? guidance
            state = (average, sigma)
            return average
        }
    }
}

extension Tensor {
    fileprivate var sum: Float {
        var sum = 0.0
        let values = values
        for index in 0..<values.count { sum += Double(values[index]) }
        return Float(sum)
    }

    fileprivate var length: Float {
        var sum = 0.0
        let values = values
        for index in 0..<values.count { sum += Double(values[index]) * Double(values[index]) }
        return Float(sum.squareRoot())
    }
}
