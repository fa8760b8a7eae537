import Cache
import Engine
import Models
import Tensors
import Text

/// What a text means to a language model, as numbers that can be compared.
struct TextEmbedding: Port {
    static let portType = "EMBEDDING"

    /// [N, width], one row for each text.
    let rows: Tensor

    var memoryCost: Int { 4 * rows.count }
}

/// How the numbers of a text's tokens become those of the text.
enum EmbeddingPooling: String, Choice {
    case mean
    case last
}

/// Says what a text means in numbers.
struct TextEmbed: Node {
    static let displayName = "Embed Text"
    static let category = "text"
    static let summary = "Say what a text means to a language model, in numbers of length 1."

    @Input("The language model.") var clip: Writer
    @Input("The text.", multiline: true) var text: String
    @Input("Whether all tokens count alike, or the last, which has seen all, alone.") var pooling = EmbeddingPooling
        .mean

    @Output var embedding: TextEmbedding

    func run(_ context: RunContext) throws {
        let model = try clip.model()
        let tokens = model.tokenizer.tokens(of: text)
        guard !tokens.isEmpty else { throw LanguageNodeError.emptyText(input: "text") }
        var cache = model.network.emptyCache()
        let states = try model.network.read(tokens, &cache)
        embedding = TextEmbedding(rows: Self.pooled(states, pooling))
    }

    /// - Shapes: `states` [T, width] → [1, width] of length 1.
    static func pooled(_ states: Tensor, _ pooling: EmbeddingPooling) -> Tensor {
        let (tokens, width) = (states.shape[0], states.shape[1])
        var sums = [Double](repeating: 0, count: width)
        let values = states.array
        for token in (pooling == .last ? tokens - 1 : 0)..<tokens {
            for column in 0..<width { sums[column] += Double(values[token * width + column]) }
        }
        let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return Tensor(sums.map { Float($0 / max(length, 1e-30)) }, shape: [1, width])
    }
}

extension TextEmbedding: StorablePort {
    static let storedKind = "embedding"

    var stored: StoredValue? { StoredValue(tensors: ["rows": rows]) }

    init?(_ stored: StoredValue) {
        guard let rows = stored.tensors["rows"] else { return nil }
        self.init(rows: rows)
    }
}
