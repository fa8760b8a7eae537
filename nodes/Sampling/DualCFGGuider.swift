import Diffusion
import Engine
import Tensors

/// In what order two steps of guidance are taken.
enum DualGuidance: String, Choice {
    case regular
    case nested
}

/// Guidance from a negative prompt to a second one, and from there to a first one.
struct DualCFGGuider: Node {
    static let displayName = "Dual CFG Guider"
    static let category = "model/sampling/guiders"
    static let summary = "Guide a model by two positive prompts and a negative one, each with its own scale."

    @Input("The model that denoises.") var model: Model
    @Input("What to show most of all.") var cond1: Conditioning
    @Input("What to show besides.") var cond2: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("How far to go from the second prompt to the first.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfgConds = 8.0
    @Input("How far to go from the negative prompt to the second.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfgCond2Negative = 8.0
    @Input("Whether one step of guidance starts from the other's result.") var style: DualGuidance

    @Output var guider: Guider

    func run(_ context: RunContext) throws {
        let steps = TwoStepGuidance(model.guidance, first: cfgConds, second: cfgCond2Negative)
        let isNested = style == .nested
        guider = Guider(model: model, sides: [cond1, cond2, negative], negativeSide: 2) { conditioned in
            Denoiser(guided: { latent, sigma, needsNegative in
                try isNested
                    ? steps.nested(conditioned, latent, sigma)
                    : steps.regular(conditioned, latent, sigma, needsNegative: needsNegative)
            })
        }
    }
}

/// Guidance over three prompts: side 0 is the first, side 1 the second, side 2 the negative one.
///
/// - Source: `Guider_DualCFG` in ComfyUI's `nodes_custom_sampler.py`.
private struct TwoStepGuidance {
    private let first: ClassifierFreeGuidance
    private let second: ClassifierFreeGuidance

    init(_ guidance: ClassifierFreeGuidance, first: Double, second: Double) {
        var guidance = guidance
        guidance.scale = first
        self.first = guidance
        guidance.scale = second
        self.second = guidance
    }

    /// From the second prompt to the first; then from the negative one to that.
    ///
    /// - Returns: beside it, what the first of the two steps starts from: the second prompt.
    func nested(_ model: ConditionedModel, _ latent: Tensor, _ sigma: Float) throws -> Denoised {
        let all = try model(latent, sigma, sides: [2, 1, 0])
        let shown = try first.combined(step(first, model, latent, sigma, from: all[1], to: (0, all[2])))
        return Denoised(all[0] + (shown - all[0]) * Float(second.scale), unconditional: all[1])
    }

    /// From the negative prompt to the second, and as far again from the second to the first.
    func regular(
        _ model: ConditionedModel, _ latent: Tensor, _ sigma: Float, needsNegative: Bool
    ) throws -> Denoised {
        // What a scale of 1 cancels out needs no prediction.
        let skips = !first.alwaysPredictsNegative && !needsNegative && second.isNeutral
        let skipsSecond = skips && first.isNeutral
        let wanted = [2, 1, 0].filter { !($0 == 2 && skips) && !($0 == 1 && skipsSecond) }
        let known = Dictionary(uniqueKeysWithValues: zip(wanted, try model(latent, sigma, sides: wanted)))
        let zeros = Tensor(zeros: latent.shape)
        let (low, middle, high) = (known[2] ?? zeros, known[1] ?? zeros, known[0] ?? zeros)
        let side = skipsSecond ? nil : 1
        let shown = try second.combined(step(second, model, latent, sigma, from: low, to: (side, middle)))
        return Denoised(shown + (high - middle) * Float(first.scale), unconditional: low)
    }

    private func step(
        _ guidance: ClassifierFreeGuidance, _ model: ConditionedModel, _ latent: Tensor, _ sigma: Float,
        from low: Tensor, to high: (side: Int?, prediction: Tensor)
    ) -> ClassifierFreeGuidance.Step {
        .init(latent: latent, sigma: sigma, scale: guidance.scale, positive: high.prediction, negative: low) {
            // What was not asked for is not asked for when the model is worse, either.
            guard let side = high.side else { return high.prediction }
            return try model(latent, sigma, sides: [side], perturbed: $0)[0]
        }
    }
}
