import Engine
import Tensors

/// Makes pictures lighter or darker.
struct AdjustBrightness: Node {
    static let displayName = "Adjust Brightness"
    static let category = "image/adjustments"
    static let summary = "Multiply every colour by a factor."

    @Input("The pictures.") var images: Image
    @Input("The factor: below 1 for darker pictures.", in: 0...2) var factor = 1.0

    @Output("images") var adjusted: Image

    func run(_ context: RunContext) {
        adjusted = Image(pixels: clamp(images.pixels * Float(factor), 0...1))
    }
}
