import Diffusion
import Engine
import Tensors

/// Guidance from what one model makes of a negative prompt to what another makes of a positive one.
struct DualModelGuider: Node {
    static let displayName = "Dual Model CFG Guider"
    static let category = "model/sampling/guiders"
    static let summary = "Guide a model away from what another model makes of the negative prompt."

    @Input("The model that denoises, and is asked about the positive prompt.") var model: Model
    @Input("What to show.") var positive: Conditioning
    @Input("How closely to follow the prompt; 1 ignores the negative one.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfg = 4.0
    @Input("The model that is asked about the negative prompt; the same unless given.") var modelNegative: Model?
    @Input("What to avoid; models of the Stable Diffusion family need it.") var negative: Conditioning?

    @Output var guider: Guider

    func run(_ context: RunContext) throws {
        var guidance = model.guidance
        guidance.scale = cfg
        guard guidance.isNeutral || negative != nil else { throw DualModelError.noNegativePrompt }
        guider = Guider(model, positive: positive, negative: negative ?? Conditioning(), scale: cfg)
        guard let modelNegative else { return }
        guard let negative, !guidance.isNeutral else {
            // ComfyUI leaves out what patches do to guidance, too.
            guider = Guider(model: model, sides: [positive, Conditioning()]) { asked in
                ClassifierFreeGuidance(scale: 1).denoiser(asked)
            }
            return
        }
        guider.partner = Guider.Partner(model: modelNegative, sides: [negative]) { [guidance, model] own, other in
            Denoiser(guided: { latent, sigma, needsNegative in
                let guidance = guidance.overridden(model.scaleOverrides, at: sigma)
                guard guidance.isNeutral, !guidance.alwaysPredictsNegative, !needsNegative else {
                    return try guidance.denoised(latent, sigma, own, away: other)
                }
                return Denoised(try own(latent, sigma, sides: [0])[0])
            })
        }
    }
}

/// What two models cannot do.
enum DualModelError: Error, Hashable, CustomStringConvertible {
    case noNegativePrompt

    var description: String {
        switch self {
        case .noNegativePrompt:
            "this model cannot be asked without any prompt. Connect a negative prompt, or set cfg to 1."
        }
    }
}

extension ClassifierFreeGuidance {
    /// - Parameters:
    ///   - positive: its side 0 is the positive prompt.
    ///   - negative: its side 0 is the negative one.
    /// - Source: `Guider_DualModel` in ComfyUI's `nodes_custom_sampler.py`: what patches do before the combination is left
    ///   out there.
    fileprivate func denoised(
        _ latent: Tensor, _ sigma: Float, _ positive: ConditionedModel, away negative: ConditionedModel
    ) throws -> Denoised {
        let shown = try positive(latent, sigma, sides: [0])[0]
        let avoided = try negative(latent, sigma, sides: [0])[0]
        var step = Step(
            latent: latent, sigma: sigma, scale: scale, positive: shown, negative: avoided
        ) { try positive(latent, sigma, sides: [0], perturbed: $0)[0] }
        step.model = positive
        return Denoised(try combined(step), unconditional: avoided)
    }
}
