import Engine
import Tensors

/// How close two texts are in meaning.
struct TextSimilarity: Node {
    static let displayName = "Text Similarity"
    static let category = "text"
    static let summary = "Compare two embedded texts: 1 for the same, 0 for nothing in common."

    @Input("One text.") var a: TextEmbedding
    @Input("The other text.") var b: TextEmbedding

    @Output("similarity") var similarity: Double

    func run(_ context: RunContext) throws {
        let (first, second) = (a.rows.array, b.rows.array)
        guard first.count == second.count else { throw LanguageNodeError.otherWidths(first.count, second.count) }
        similarity = zip(first, second).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
