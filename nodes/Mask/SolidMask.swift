import Engine
import Tensors

/// A mask of one gray level.
struct SolidMask: Node {
    static let displayName = "Create Solid Mask"
    static let category = "image/mask"
    static let summary = "Make a mask of one gray level."

    @Input("The level: 0 is black, 1 is white.", in: 0...1) var value = 1.0
    @Input("Width, in pixels.", in: 1...16_384) var width = 512
    @Input("Height, in pixels.", in: 1...16_384) var height = 512

    @Output var mask: Mask

    func run(_ context: RunContext) {
        mask = Mask(values: Tensor(repeating: Float(value), shape: [1, height, width]))
    }
}
