import Diffusion
import Engine

/// Says where, when and with which hooks a pair of prompts counts, and joins it to another pair.
struct PairConditioningSetPropertiesAndCombine: Node {
    static let displayName = "Cond Pair Set Props Combine"
    static let category = "advanced/hooks/cond pair"
    static let summary =
        "Set mask, hooks and part of the way of a pair of prompts, and let it count beside another pair."

    @Input("What to show, of the other pair.") var positive: Conditioning
    @Input("What to avoid, of the other pair.") var negative: Conditioning
    @Input("What to show.", name: "positive_NEW") var newPositive: Conditioning
    @Input("What to avoid.", name: "negative_NEW") var newNegative: Conditioning
    @Input("How much it counts where the mask is white.", in: 0...10) var strength = 1.0
    @Input("Whether the model sees the whole picture or only the mask's bounding box.") var setCondArea: MaskedArea
    @Input("Where it counts.") var mask: Mask?
    @Input("Changes of the model under this prompt.") var hooks: Hooks?
    @Input("When it counts.") var timesteps: TimestepsRange?

    @Output("positive") var joinedPositive: Conditioning
    @Output("negative") var joinedNegative: Conditioning

    func run(_ context: RunContext) {
        let properties = ConditioningProperties(
            mask: mask, strength: strength, area: setCondArea, hooks: hooks, range: timesteps)
        joinedPositive = positive + properties.set(on: newPositive)
        joinedNegative = negative + properties.set(on: newNegative)
    }
}
