import Engine
import Tensors

/// Takes the transparency out of pictures.
struct SplitImageWithAlpha: Node {
    static let displayName = "Split Image with Alpha"
    static let category = "image/compositing"
    static let summary = "Split pictures into colours and a mask of what is transparent."

    @Input("The pictures.") var image: Image

    @Output var colours: Image
    @Output var mask: Mask

    func run(_ context: RunContext) {
        let pixels = image.pixels
        colours = Image(pixels: pixels.shape[3] > 3 ? pixels.sliced(axis: 3, 0..<3) : pixels)
        let size = Array(pixels.shape.dropLast())
        mask = Mask(
            values: pixels.shape[3] > 3 ? 1 - pixels.sliced(axis: 3, 3..<4).reshaped(size) : Tensor(zeros: size))
    }
}
