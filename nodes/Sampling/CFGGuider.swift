import Diffusion
import Engine

/// Guidance from a negative prompt to a positive one.
struct CFGGuider: Node {
    static let displayName = "CFG Guider"
    static let category = "model/sampling/guiders"
    static let summary = "Guide a model by a positive and a negative prompt."

    @Input("The model that denoises.") var model: Model
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("How closely to follow the prompt; 1 ignores the negative one.", in: 0...100, step: 0.1, rounding: 0.01)
    var cfg = 8.0

    @Output var guider: Guider

    func run(_ context: RunContext) {
        guider = Guider(model, positive: positive, negative: negative, scale: cfg)
    }
}
