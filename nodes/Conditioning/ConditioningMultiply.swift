import Diffusion
import Engine
import Tensors

/// Scales a prompt.
struct ConditioningMultiply: Node {
    static let displayName = "Conditioning (Multiply)"
    static let category = "model/conditioning/transform"
    static let summary = "Multiply every number of a prompt."
    static let version = 2

    @Input("The prompt.") var conditioning: Conditioning
    @Input("The factor.", in: -100...100) var multiplier = 1.0

    @Output var scaled: Conditioning

    func run(_ context: RunContext) {
        scaled = conditioning.mapping { entry in
            entry.context = entry.context * Float(multiplier)
            entry.pooled = entry.pooled.map { $0 * Float(multiplier) }
        }
    }
}
