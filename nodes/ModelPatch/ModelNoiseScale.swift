import Diffusion
import Engine

/// Changes how much noise a flow is taken to have been trained with.
struct ModelNoiseScale: Node {
    static let category = "model/patch"
    static let summary = "Multiply all noise of a rectified flow."

    @Input("The model.") var model: Model
    @Input("The factor.", in: 0...64) var noiseScale = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        guard let sampling = model.sampling.withNoise(times: Float(noiseScale)) else {
            throw ModelPatchError.needsFlow
        }
        changed = model
        changed.sampling = sampling
    }
}
