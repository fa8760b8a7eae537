import Diffusion
import Engine
import Tensors

/// Blends two prompts number by number.
struct ConditioningAverage: Node {
    static let displayName = "Conditioning (Average)"
    static let category = "model/conditioning/transform"
    static let summary = "Blend two prompts; 1 is all of the first."

    @Input("The prompt at strength 1.") var conditioningTo: Conditioning
    @Input("The prompt at strength 0; only its first entry is taken.") var conditioningFrom: Conditioning
    @Input("How much of conditioning_to there is.", in: 0...1) var conditioningToStrength = 1.0

    @Output var blended: Conditioning

    func run(_ context: RunContext) throws {
        let other = try conditioningFrom.first(for: "conditioning_from")
        let share = Float(conditioningToStrength)
        let rest = Float(1 - conditioningToStrength)
        blended = try conditioningTo.mapping { entry in
            guard other.context.shape[2] == entry.context.shape[2] else {
                throw PromptError.otherWidth(other.context.shape[2], wanted: entry.context.shape[2])
            }
            let context = other.context.fitted(tokens: entry.context.shape[1])
            let count = max(entry.context.shape[0], context.shape[0])
            entry.context = entry.context.fitted(toBatch: count) * share + context.fitted(toBatch: count) * rest
            if let pooled = other.pooled {
                let own = entry.pooled ?? pooled
                entry.pooled = own * share + pooled * rest
            }
        }
    }
}

extension Tensor {
    /// A prompt [N, T, D] with this many tokens: cut, or filled up with zeros.
    fileprivate func fitted(tokens: Int) -> Tensor {
        if shape[1] >= tokens { return sliced(axis: 1, 0..<tokens) }
        return concatenate([self, Tensor(zeros: [shape[0], tokens - shape[1], shape[2]])], axis: 1)
    }
}
