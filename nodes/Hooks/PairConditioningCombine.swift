import Diffusion
import Engine

/// Joins two pairs of prompts.
struct PairConditioningCombine: Node {
    static let displayName = "Cond Pair Combine"
    static let category = "advanced/hooks/cond pair"
    static let summary = "Let two pairs of prompts count side by side."

    @Input("What to show, of the first pair.", name: "positive_A") var positiveA: Conditioning
    @Input("What to avoid, of the first pair.", name: "negative_A") var negativeA: Conditioning
    @Input("What to show, of the second pair.", name: "positive_B") var positiveB: Conditioning
    @Input("What to avoid, of the second pair.", name: "negative_B") var negativeB: Conditioning

    @Output("positive") var positive: Conditioning
    @Output("negative") var negative: Conditioning

    func run(_ context: RunContext) {
        (positive, negative) = (positiveA + positiveB, negativeA + negativeB)
    }
}
