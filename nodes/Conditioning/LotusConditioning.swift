import Diffusion
import Engine

/// The prompt of models that take no prompt: Lotus, which estimates depth and normals.
struct LotusConditioning: Node {
    static let category = "model/conditioning/lotus"
    static let summary = "Give the empty prompt that Lotus models were trained with."

    @Output("conditioning") var conditioning: Conditioning

    func run(_ context: RunContext) {
        conditioning = Conditioning([ConditioningEntry(context: EmptyPromptEncoding.tensor)])
    }
}
