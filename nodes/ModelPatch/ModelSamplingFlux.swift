import Diffusion
import Engine

/// Samples a rectified flow with a shift that grows with the picture.
struct ModelSamplingFlux: Node {
    static let category = "model/patch/flux"
    static let summary = "Shift the noise levels of a rectified flow by the size of the picture (Flux)."

    @Input("The model.") var model: Model
    @Input("The shift for a large picture of 4096 tokens.", in: 0...100) var maxShift = 1.15
    @Input("The shift for a small picture of 256 tokens.", in: 0...100) var baseShift = 0.5
    @Input("Width of the picture, in pixels.", in: 16...16_384, step: 8) var width = 1024
    @Input("Height of the picture, in pixels.", in: 16...16_384, step: 8) var height = 1024

    @Output var changed: Model

    func run(_ context: RunContext) {
        let slope = (maxShift - baseShift) / (4096 - 256)
        let tokens = Double(width * height) / (8 * 8 * 2 * 2)
        changed = model
        changed.sampling = .exponentialFlow(shift: tokens * slope + (baseShift - slope * 256))
    }
}
