import Diffusion
import Engine

/// Says where, when and with which hooks a prompt counts, and joins it to another.
struct ConditioningSetPropertiesAndCombine: Node {
    static let displayName = "Cond Set Props Combine"
    static let category = "advanced/hooks/cond single"
    static let summary = "Set mask, hooks and part of the way of a prompt, and let it count beside another."

    @Input("The other prompt.") var cond: Conditioning
    @Input("The prompt.", name: "cond_NEW") var new: Conditioning
    @Input("How much it counts where the mask is white.", in: 0...10) var strength = 1.0
    @Input("Whether the model sees the whole picture or only the mask's bounding box.") var setCondArea: MaskedArea
    @Input("Where it counts.") var mask: Mask?
    @Input("Changes of the model under this prompt.") var hooks: Hooks?
    @Input("When it counts.") var timesteps: TimestepsRange?

    @Output var conditioning: Conditioning

    func run(_ context: RunContext) {
        let properties = ConditioningProperties(
            mask: mask, strength: strength, area: setCondArea, hooks: hooks, range: timesteps)
        conditioning = cond + properties.set(on: new)
    }
}
