import Engine
import Models
import Tensors

/// Says what a picture is like in numbers.
struct ImageEmbed: Node {
    static let displayName = "Embed Image"
    static let category = "learning"
    static let summary =
        "Say what pictures are like in numbers: as a network for pictures sees them, or by their colours, coarsely."

    @Input("The pictures; each becomes a row.") var image: Image
    @Input("What a network for pictures makes of them; without one, their colours count.") var clipVisionOutput:
        VisionOutput?
    @Input("Squares across, for colours.", in: 1...64, optional: true) var grid = 4

    @Output var embedding: TextEmbedding

    func run(_ context: RunContext) {
        if let seen = clipVisionOutput {
            embedding = TextEmbedding(rows: Self.unit(seen.seen.embedding))
            return
        }
        let small = resized(image.pixels, height: grid, width: grid, method: .area)
        let count = small.shape[0]
        embedding = TextEmbedding(rows: small.reshaped([count, small.count / max(1, count)]) - 0.5)
    }

    /// Every row at length 1.
    private static func unit(_ rows: Tensor) -> Tensor {
        let (count, width) = (rows.shape[0], rows.count / max(1, rows.shape[0]))
        let values = rows.array
        let scaled = (0..<count).flatMap { row in
            let part = values[row * width..<(row + 1) * width]
            let length = part.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            return part.map { $0 / max(length, 1e-12) }
        }
        return Tensor(scaled, shape: [count, width])
    }
}
