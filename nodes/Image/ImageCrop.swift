import Engine
import Tensors

/// Cuts a rectangle out of pictures.
struct ImageCrop: Node {
    static let displayName = "Crop Image (DEPRECATED)"
    static let category = "image/transform"
    static let summary = "Cut a rectangle out of pictures."

    @Input("The pictures.") var image: Image
    @Input("Width of the rectangle, in pixels.", in: 1...16_384) var width = 512
    @Input("Height of the rectangle, in pixels.", in: 1...16_384) var height = 512
    @Input("Left edge of the rectangle, in pixels.", in: 0...16_384) var x = 0
    @Input("Upper edge of the rectangle, in pixels.", in: 0...16_384) var y = 0

    @Output var cut: Image

    func run(_ context: RunContext) {
        let size = image.pixels.shape
        let top = min(y, size[1] - 1)
        let left = min(x, size[2] - 1)
        cut = Image(
            pixels: image.pixels.window(
                top..<min(top + height, size[1]), left..<min(left + width, size[2]), axes: (1, 2)))
    }
}
