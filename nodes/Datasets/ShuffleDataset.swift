import Diffusion
import Engine

/// Puts pictures in another order.
struct ShuffleDataset: Node {
    static let displayName = "Shuffle Images List"
    static let category = "image/batch"
    static let summary = "Put the pictures of a list in an order that the seed decides, batches taken apart."

    @Input("The pictures.") var images: [Image]
    @Input("What decides the order.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0

    @Output("images") var shuffled: [Image]

    func run(_ context: RunContext) {
        let singles = images.singles
        var generator = NumPyGenerator(seed: seed)
        shuffled = generator.permutation(of: singles.count).map { singles[$0] }
    }
}
