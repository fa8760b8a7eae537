import Diffusion
import Engine

/// Joins two prompts into one; where both count, their predictions are averaged.
struct ConditioningCombine: Node {
    static let displayName = "Conditioning (Combine)"
    static let category = "model/conditioning/transform"
    static let summary = "Let two prompts count side by side."

    @Input("The first prompt.", name: "conditioning_1") var conditioning1: Conditioning
    @Input("The second prompt.", name: "conditioning_2") var conditioning2: Conditioning

    @Output var combined: Conditioning

    func run(_ context: RunContext) {
        combined = conditioning1 + conditioning2
    }
}
