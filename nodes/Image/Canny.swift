import Engine
import Tensors

/// Draws the edges of pictures, white on black.
struct Canny: Node {
    static let displayName = "Detect Edges (Canny)"
    static let category = "image/filters"
    static let summary = "Draw the edges of pictures, white on black."

    @Input("The pictures.") var image: Image
    @Input("Weaker edges are left out.", in: 0.01...0.99) var lowThreshold = 0.4
    @Input("Stronger edges are drawn; those between only where they touch these.", in: 0.01...0.99)
    var highThreshold = 0.8

    @Output var edges: Image

    func run(_ context: RunContext) {
        edges = Image(
            pixels: CannyEdges(low: Float(lowThreshold), high: Float(highThreshold))(image.pixels).repeated(3, axis: 3))
    }
}
