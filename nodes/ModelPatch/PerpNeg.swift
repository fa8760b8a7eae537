import Diffusion
import Engine
import Tensors

/// Avoids only what the negative prompt does not share with the positive one; an older form of `PerpNegGuider`.
struct PerpNeg: Node {
    static let displayName = "Perp-Neg (DEPRECATED by Perp-Neg Guider)"
    static let category = "experimental"
    static let summary = "Guide away from what is in the negative prompt but not in the positive one."

    @Input("The model.") var model: Model
    @Input("A prompt without words.") var emptyConditioning: Conditioning
    @Input("How much to avoid the negative prompt.", in: 0...100) var negScale = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let avoidance = negScale
        let place = model.addedPrompts.count
        changed = model
        changed.addedPrompts.append(emptyConditioning)
        changed.guidance.combine = { step in
            guard let model = step.model else { return step.positive }
            let empty = try model(step.latent, step.sigma, sides: [model.firstAddedSide + place])[0]
            return perpendicularGuidance(
                positive: step.positive, negative: step.negative, empty: empty, avoidance: avoidance, scale: step.scale)
        }
    }
}
