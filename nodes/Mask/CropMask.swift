import Engine
import Tensors

/// Cuts a rectangle out of masks.
struct CropMask: Node {
    static let displayName = "Crop Mask"
    static let category = "image/mask"
    static let summary = "Cut a rectangle out of masks."

    @Input("The masks.") var mask: Mask
    @Input("Left edge of the rectangle, in pixels.", in: 0...16_384) var x = 0
    @Input("Upper edge of the rectangle, in pixels.", in: 0...16_384) var y = 0
    @Input("Width of the rectangle, in pixels.", in: 1...16_384) var width = 512
    @Input("Height of the rectangle, in pixels.", in: 1...16_384) var height = 512

    @Output var cut: Mask

    func run(_ context: RunContext) throws {
        let size = mask.values.shape
        guard x < size[2], y < size[1] else {
            throw PixelError.outside(x: x, y: y, height: size[1], width: size[2])
        }
        cut = Mask(
            values: mask.values.window(y..<min(y + height, size[1]), x..<min(x + width, size[2]), axes: (1, 2)))
    }
}
