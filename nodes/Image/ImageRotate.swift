import Engine
import Tensors

/// Turns pictures by quarters.
struct ImageRotate: Node {
    static let displayName = "Rotate Image"
    static let category = "image/transform"
    static let summary = "Turn pictures clockwise, by quarters."

    @Input("The pictures.") var image: Image
    @Input("How far.") var rotation: QuarterTurn

    @Output var turned: Image

    func run(_ context: RunContext) {
        turned = Image(pixels: image.pixels.rotated(quarterTurns: rotation.count, from: 2, to: 1))
    }
}
