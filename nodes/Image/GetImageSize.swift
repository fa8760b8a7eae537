import Engine
import Tensors

/// Tells how large pictures are, and how many.
struct GetImageSize: Node {
    static let displayName = "Get Image Size"
    static let category = "image"
    static let summary = "Tell width, height and number of pictures."

    @Input("The pictures.") var image: Image

    @Output("width") var width: Int
    @Output("height") var height: Int
    @Output("batch_size") var batchSize: Int

    func run(_ context: RunContext) {
        let size = image.pixels.shape
        (batchSize, height, width) = (size[0], size[1], size[2])
    }
}
