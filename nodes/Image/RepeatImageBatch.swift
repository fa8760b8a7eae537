import Engine
import Tensors

/// Repeats pictures.
struct RepeatImageBatch: Node {
    static let displayName = "Repeat Image Batch"
    static let category = "image/batch"
    static let summary = "Repeat pictures."

    @Input("The pictures.") var image: Image
    @Input("How often.", in: 1...4096) var amount = 1

    @Output var repeated: Image

    func run(_ context: RunContext) {
        repeated = Image(pixels: image.pixels.repeated(amount, axis: 0))
    }
}
