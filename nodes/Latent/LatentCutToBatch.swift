import Engine
import Tensors

/// Which direction a latent is cut along; the first is that of time, which pictures do not have.
enum CutAxis: String, Choice {
    case t, x, y
}

/// Cuts latents into slices, which become images of the batch.
struct LatentCutToBatch: Node {
    static let category = "model/latent/advanced"
    static let summary = "Cut latents into equal slices along a direction; the slices become a batch."

    @Input("The latents.") var samples: Latent
    @Input("The direction.") var dim: CutAxis
    @Input("Cells in each slice.", in: 1...16_384) var sliceSize = 1

    @Output var slices: Latent

    func run(_ context: RunContext) throws {
        let latents = try samples.pictures
        let axis = dim == .x ? 3 : 2
        // Pictures have no time; as in ComfyUI, they stay.
        guard dim != .t else {
            slices = samples
            return
        }
        let size = min(sliceSize, latents.shape[axis])
        let count = latents.shape[axis] / size
        // All slices of an image follow each other.
        let parts = (0..<latents.shape[0]).flatMap { image in
            (0..<count).map { latents[rows: image..<image + 1].sliced(axis: axis, $0 * size..<($0 + 1) * size) }
        }
        slices = samples
        slices.samples = concatenate(parts, axis: 0)
    }
}
