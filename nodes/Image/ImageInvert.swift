import Engine
import Tensors

/// Turns a picture into its negative.
struct ImageInvert: Node {
    static let displayName = "Invert Image Colors"
    static let category = "image/color"
    static let summary = "Turn pictures into their negatives."

    @Input("The pictures.") var image: Image

    @Output var inverted: Image

    func run(_ context: RunContext) {
        inverted = Image(pixels: 1 - image.pixels)
    }
}
