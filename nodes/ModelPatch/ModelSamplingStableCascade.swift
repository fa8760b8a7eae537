import Diffusion
import Engine

/// Samples a Stable Cascade model with a shift towards noise.
struct ModelSamplingStableCascade: Node {
    static let category = "model/patch/stable cascade"
    static let summary = "Shift the noise levels of Stable Cascade."

    @Input("The model.") var model: Model
    @Input("How far the steps are moved towards noise.", in: 0...100) var shift = 2.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.sampling = .cascade(shift: shift)
    }
}
