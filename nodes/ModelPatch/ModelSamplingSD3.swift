import Diffusion
import Engine

/// Samples a rectified flow with a shift towards noise.
struct ModelSamplingSD3: Node {
    static let category = "model/patch/stable diffusion"
    static let summary = "Shift the noise levels of a rectified flow (Stable Diffusion 3)."

    @Input("The model.") var model: Model
    @Input("How far the steps are moved towards noise.", in: 0...100) var shift = 3.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.sampling = .flow(shift: shift, noiseScale: model.sampling.noiseScale)
    }
}
