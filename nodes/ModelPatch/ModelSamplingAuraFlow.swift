import Diffusion
import Engine

/// Samples a rectified flow that is told its noise level as it is.
struct ModelSamplingAuraFlow: Node {
    static let category = "model/patch"
    static let summary = "Shift the noise levels of a rectified flow (AuraFlow)."

    @Input("The model.") var model: Model
    @Input("How far the steps are moved towards noise.", in: 0...100) var shift = 1.73

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.sampling = .flow(shift: shift, multiplier: 1, noiseScale: model.sampling.noiseScale)
    }
}
