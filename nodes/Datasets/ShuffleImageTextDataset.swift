import Diffusion
import Engine

/// Puts pictures and their texts in another order.
struct ShuffleImageTextDataset: Node {
    static let displayName = "Shuffle Pairs of Image-Text"
    static let category = "image/batch"
    static let summary = "Put pictures and their texts in an order that the seed decides; each keeps its own."

    @Input("The pictures.") var images: [Image]
    @Input("A text for each.") var texts: [String]
    @Input("What decides the order.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0

    @Output("images") var shuffledImages: [Image]
    @Output("texts") var shuffledTexts: [String]

    func run(_ context: RunContext) throws {
        guard texts.count >= images.count else {
            throw DatasetError.otherNumbers(images.count, "pictures", texts.count, "texts")
        }
        var generator = NumPyGenerator(seed: seed)
        let order = generator.permutation(of: images.count)
        shuffledImages = order.map { images[$0] }
        shuffledTexts = order.map { texts[$0] }
    }
}
