import Engine
import Tensors

/// Moves colours away from medium gray, or towards it.
struct AdjustContrast: Node {
    static let displayName = "Adjust Contrast"
    static let category = "image/adjustments"
    static let summary = "Multiply every colour's distance to medium gray by a factor."

    @Input("The pictures.") var images: Image
    @Input("The factor: below 1 for less contrast.", in: 0...2) var factor = 1.0

    @Output("images") var adjusted: Image

    func run(_ context: RunContext) {
        adjusted = Image(pixels: clamp((images.pixels - 0.5) * Float(factor) + 0.5, 0...1))
    }
}
