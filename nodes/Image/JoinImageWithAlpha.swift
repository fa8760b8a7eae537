import Engine
import Tensors

/// Makes pictures transparent where a mask is white.
struct JoinImageWithAlpha: Node {
    static let displayName = "Join Image with Alpha"
    static let category = "image/compositing"
    static let summary = "Make pictures transparent where a mask is white."

    @Input("The pictures.") var image: Image
    @Input("Where they become transparent.") var alpha: Mask

    @Output var joined: Image

    func run(_ context: RunContext) {
        let count = max(image.pixels.shape[0], alpha.values.shape[0])
        let pixels = image.pixels.fitted(toBatch: count)
        let mask = resized(
            alpha.values.reshaped(alpha.values.shape + [1]), height: pixels.shape[1], width: pixels.shape[2],
            method: .bilinear)
        joined = Image(
            pixels: concatenate([pixels.sliced(axis: 3, 0..<3), (1 - mask).fitted(toBatch: count)], axis: 3))
    }
}
