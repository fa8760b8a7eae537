import Diffusion
import Engine

/// Guides in attention: what tokens look up under the negative prompt leads away from what they look up under the positive.
struct NAGuidance: Node {
    static let displayName = "Normalized Attention Guidance"
    static let category = "advanced/guidance"
    static let summary = "Guide within attention, so that negative prompts count for distilled models as well."

    @Input("The model.") var model: Model
    @Input("How far to lead away from the negative prompt.", in: 0...50, step: 0.1) var nagScale = 5.0
    @Input("How much of the guided attention is taken.", in: 0...1) var nagAlpha = 0.5
    @Input("How much longer than the positive one it may become.", in: 1...10) var nagTau = 1.5

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.attentionGuidance.append(
            AttentionGuidance(scale: Float(nagScale), share: Float(nagAlpha), limit: Float(nagTau)))
        changed.guidance.alwaysPredictsNegative = true
    }
}
