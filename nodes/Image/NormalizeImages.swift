import Engine
import Tensors

/// Moves and stretches colours, as networks want their inputs.
struct NormalizeImages: Node {
    static let displayName = "Normalize Image Colors"
    static let category = "image/color"
    static let summary = "Subtract a mean from every colour and divide by a deviation."

    @Input("The pictures.") var images: Image
    @Input("What is subtracted.", in: 0...1) var mean = 0.5
    @Input("What the rest is divided by.", in: 0.001...1) var std = 0.5

    @Output("images") var normalized: Image

    func run(_ context: RunContext) {
        normalized = Image(pixels: (images.pixels - Float(mean)) / Float(std))
    }
}
