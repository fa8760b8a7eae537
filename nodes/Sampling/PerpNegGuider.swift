import Diffusion
import Engine
import Tensors

/// Guidance that avoids only what the negative prompt does not share with the positive one.
struct PerpNegGuider: Node {
    static let displayName = "Perp-Neg Guider"
    static let category = "experimental"
    static let summary = "Guide a model away from what is in the negative prompt but not in the positive one."

    @Input("The model that denoises.") var model: Model
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("A prompt without words.") var emptyConditioning: Conditioning
    @Input("How closely to follow the prompts.", in: 0...100, step: 0.1, rounding: 0.01) var cfg = 8.0
    @Input("How much to avoid the negative prompt.", in: 0...100) var negScale = 1.0

    @Output var guider: Guider

    func run(_ context: RunContext) throws {
        var guidance = model.guidance
        guidance.scale = cfg
        guider = Guider(model: model, sides: [positive, negative, emptyConditioning]) {
            [guidance, model, negScale] conditioned in
            var guidance = guidance
            guidance.before += model.walkGuidance.map { $0() }
            return Denoiser(guided: { [guidance] latent, sigma, needsNegative in
                try PerpendicularGuidance(
                    guidance: guidance.overridden(model.scaleOverrides, at: sigma), avoidance: negScale
                )(conditioned, latent, sigma, needsNegative: needsNegative)
            })
        }
    }
}

/// Guidance along the positive prompt, and away from that part of the negative one which is perpendicular to it.
///
/// - Source: `Guider_PerpNeg` in ComfyUI's `nodes_perpneg.py`.
private struct PerpendicularGuidance {
    let guidance: ClassifierFreeGuidance

    /// How much of the negative prompt is taken away.
    let avoidance: Double

    /// - Parameter model: side 0 is the positive prompt, side 1 the negative one, side 2 the empty one.
    func callAsFunction(
        _ model: ConditionedModel, _ latent: Tensor, _ sigma: Float, needsNegative: Bool
    ) throws -> Denoised {
        // What a scale of 0 or 1 cancels out needs no prediction.
        let skips = !guidance.alwaysPredictsNegative && !needsNegative && avoidance == 0
        let skipsEmpty = skips && guidance.isNeutral
        let wanted = [0, 1, 2].filter { !($0 == 1 && skips) && !($0 == 2 && skipsEmpty) }
        let known = Dictionary(uniqueKeysWithValues: zip(wanted, try model(latent, sigma, sides: wanted)))
        let zeros = Tensor(zeros: latent.shape)
        var step = ClassifierFreeGuidance.Step(
            latent: latent, sigma: sigma, scale: guidance.scale, positive: known[0] ?? zeros,
            negative: known[1] ?? zeros
        ) { try model(latent, sigma, sides: [0], perturbed: $0)[0] }
        step.hasNegative = known[1] != nil
        step.hasOthers = true
        for change in guidance.before { (step.positive, step.negative) = try change(step) }
        var guided = combined(step, empty: known[2] ?? zeros)
        for change in guidance.after { guided = try change(step, guided) }
        return Denoised(guided, unconditional: step.negative)
    }

    private func combined(_ step: ClassifierFreeGuidance.Step, empty: Tensor) -> Tensor {
        perpendicularGuidance(
            positive: step.positive, negative: step.negative, empty: empty, avoidance: avoidance, scale: step.scale)
    }
}
