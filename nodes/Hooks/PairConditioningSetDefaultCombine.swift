import Diffusion
import Engine

/// Adds a pair of prompts for the places that another leaves.
struct PairConditioningSetDefaultCombine: Node {
    static let displayName = "Cond Pair Set Default Combine"
    static let category = "advanced/hooks/cond pair"
    static let summary = "Add a pair of prompts that counts where another does not."

    @Input("What to show, of the pair that goes first.") var positive: Conditioning
    @Input("What to avoid, of the pair that goes first.") var negative: Conditioning
    @Input("What to show where it leaves room.", name: "positive_DEFAULT") var restPositive: Conditioning
    @Input("What to avoid there.", name: "negative_DEFAULT") var restNegative: Conditioning
    @Input("Changes of the model under the latter.") var hooks: Hooks?

    @Output("positive") var joinedPositive: Conditioning
    @Output("negative") var joinedNegative: Conditioning

    func run(_ context: RunContext) {
        joinedPositive = positive + restPositive.asDefault(hooks)
        joinedNegative = negative + restNegative.asDefault(hooks)
    }
}
