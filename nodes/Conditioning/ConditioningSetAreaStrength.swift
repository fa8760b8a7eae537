import Diffusion
import Engine

/// Says how much a prompt counts beside others.
struct ConditioningSetAreaStrength: Node {
    static let displayName = "Conditioning (Set Area Strength)"
    static let category = "model/conditioning/transform"
    static let summary = "Change how much a prompt counts beside others."

    @Input("The prompt.") var conditioning: Conditioning
    @Input("How much it counts beside other prompts.", in: 0...10) var strength = 1.0

    @Output var weighed: Conditioning

    func run(_ context: RunContext) {
        weighed = conditioning.mapping { $0.strength = strength }
    }
}
