import Diffusion
import Tensors

extension Model {
    /// Changes both predictions before they are combined, after whatever changes them already.
    mutating func changePredictions(_ change: @escaping PredictionChange) {
        // What carries something from step to step comes last, and so must all that follows it.
        if walkGuidance.isEmpty {
            guidance.before.append(change)
        } else {
            walkGuidance.append { change }
        }
    }
}

/// New predictions under the positive and the negative prompt.
typealias PredictionChange =
    @Sendable (ClassifierFreeGuidance.Step) throws -> (positive: Tensor, negative: Tensor)
