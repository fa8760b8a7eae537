import Engine
import Tensors

/// Cuts a slice out of latents.
struct LatentCut: Node {
    static let category = "model/latent/advanced"
    static let summary = "Cut a slice out of latents."

    @Input("The latents.") var samples: Latent
    @Input("The direction to cut along.") var dim: LatentAxis
    @Input("Where the slice begins, in cells; negative ones count from the end.", in: -16_384...16_384) var index = 0
    @Input("How many cells it has.", in: 1...16_384) var amount = 1

    @Output var cut: Latent

    func run(_ context: RunContext) {
        let axis = samples.samples.shape.count - dim.fromEnd
        let length = samples.samples.shape[axis]
        let start = index < 0 ? max(length + index, 0) : min(index, length - 1)
        cut = samples
        cut.samples = samples.samples.sliced(axis: axis, start..<min(start + amount, length))
    }
}
