import Diffusion
import Engine
import Tensors

/// Appends the words of one prompt to those of another.
struct ConditioningConcat: Node {
    static let displayName = "Conditioning (Concat)"
    static let category = "model/conditioning/transform"
    static let summary = "Append one prompt to another, so that both are read as a single longer one."

    @Input("The prompt that comes first.") var conditioningTo: Conditioning
    @Input("The prompt that follows; only its first entry is taken.") var conditioningFrom: Conditioning

    @Output var joined: Conditioning

    func run(_ context: RunContext) throws {
        let appended = try conditioningFrom.first(for: "conditioning_from").context
        joined = try conditioningTo.mapping { entry in
            guard appended.shape[2] == entry.context.shape[2] else {
                throw PromptError.otherWidth(appended.shape[2], wanted: entry.context.shape[2])
            }
            let count = max(entry.context.shape[0], appended.shape[0])
            entry.context = concatenate(
                [entry.context.fitted(toBatch: count), appended.fitted(toBatch: count)], axis: 1)
        }
    }
}
