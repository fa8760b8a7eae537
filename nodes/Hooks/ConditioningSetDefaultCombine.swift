import Diffusion
import Engine

/// Adds a prompt for the places that another leaves.
struct ConditioningSetDefaultCombine: Node {
    static let displayName = "Cond Set Default Combine"
    static let category = "advanced/hooks/cond single"
    static let summary = "Add a prompt that counts where another does not."

    @Input("The prompt that goes first.") var cond: Conditioning
    @Input("The prompt for what it leaves.", name: "cond_DEFAULT") var rest: Conditioning
    @Input("Changes of the model under the latter.") var hooks: Hooks?

    @Output var conditioning: Conditioning

    func run(_ context: RunContext) {
        conditioning = cond + rest.asDefault(hooks)
    }
}
