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
        guard let modelNegative, let negative, !guidance.isNeutral else { return }
        guider.partner = Guider.Partner(model: modelNegative, sides: [negative]) { [guidance] own, other in
            guidance.denoiser(own, away: other)
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
    fileprivate func denoiser(_ positive: ConditionedModel, away negative: ConditionedModel) -> Denoiser {
        Denoiser(guided: { latent, sigma, _ in
            let shown = try positive(latent, sigma, sides: [0])[0]
            let avoided = try negative(latent, sigma, sides: [0])[0]
            var step = Step(
                latent: latent, sigma: sigma, scale: scale, positive: shown, negative: avoided
            ) { try positive(latent, sigma, sides: [0], perturbed: $0)[0] }
            step.model = positive
            return Denoised(try combined(step), unconditional: avoided)
        })
    }
}
