import Diffusion
import Engine

/// A model with one prompt and nothing to avoid.
struct BasicGuider: Node {
    static let displayName = "Basic Guider"
    static let category = "model/sampling/guiders"
    static let summary = "Guide a model by one prompt."

    @Input("The model that denoises.") var model: Model
    @Input("What to show.") var conditioning: Conditioning

    @Output var guider: Guider

    func run(_ context: RunContext) {
        guider = Guider(model, positive: conditioning, negative: Conditioning(), scale: 1)
    }
}
