import Engine
import Tensors

/// Takes some pictures out of a batch.
struct ImageFromBatch: Node {
    static let displayName = "Get Image from Batch"
    static let category = "image/batch"
    static let summary = "Take some pictures out of a batch."

    @Input("The pictures.") var image: Image
    @Input("The first to take; negative ones count from the end.", in: -16_384...16_384) var batchIndex = 0
    @Input("How many to take.", in: 1...4096) var length = 1

    @Output var taken: Image

    func run(_ context: RunContext) {
        taken = Image(
            pixels: image.pixels[rows: batchRange(from: batchIndex, length: length, count: image.pixels.shape[0])])
    }
}
