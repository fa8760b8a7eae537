import Engine
import Tensors

/// Mirrors pictures.
struct ImageFlip: Node {
    static let displayName = "Flip Image"
    static let category = "image/transform"
    static let summary = "Mirror pictures."

    @Input("The pictures.") var image: Image
    @Input("Which way.") var flipMethod: Mirroring

    @Output var mirrored: Image

    func run(_ context: RunContext) {
        mirrored = Image(pixels: image.pixels.flipped(axis: flipMethod == .vertical ? 1 : 2))
    }
}
