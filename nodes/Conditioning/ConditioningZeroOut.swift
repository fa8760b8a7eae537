import Diffusion
import Engine
import Tensors

/// Makes a prompt of zeros, which some models take for none.
struct ConditioningZeroOut: Node {
    static let displayName = "Conditioning Zero Out"
    static let category = "model/conditioning/transform"
    static let summary = "Set every number of a prompt to zero."

    @Input("The prompt.") var conditioning: Conditioning

    @Output var zeros: Conditioning

    func run(_ context: RunContext) {
        zeros = conditioning.mapping { entry in
            entry.context = Tensor(zeros: entry.context.shape)
            entry.pooled = entry.pooled.map { Tensor(zeros: $0.shape) }
        }
    }
}
