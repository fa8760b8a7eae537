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
struct TextEmbed: RunsTogether {
    static let displayName = "Embed Text"
    static let category = "text"
    static let summary = "Say what a text means to a language model, in numbers of length 1."

    @Input("The language model.") var clip: Writer
    @Input("The text.", multiline: true) var text: String
    @Input("Whether all tokens count alike, or the last, which has seen all, alone.") var pooling = EmbeddingPooling
        .mean

    @Output var embedding: TextEmbedding

    func run(_ context: RunContext) throws { try Self.runTogether([self], context) }

    /// The texts of a list are read together, as many as go through the model at once.
    static func runTogether(_ calls: [TextEmbed], _ context: RunContext) throws {
        let models = try calls.map { try $0.clip.model() }
        let texts = zip(calls, models).map { $1.tokenizer.tokens(of: $0.text) }
        if texts.contains(where: \.isEmpty) { throw LanguageNodeError.emptyText(input: "text") }
        var finished = 0
        var rest = calls.indices[...]
        while let first = rest.first {
            // Texts of one model, one at least.
            var length = texts[first].count
            let others = rest.dropFirst().prefix { place in
                length += texts[place].count
                return models[place].kind == models[first].kind && length <= LlamaModel.batchLength
            }
            let places = rest.prefix(others.count + 1)
            var caches = places.map { models[first].emptyCache(upTo: texts[$0].count) }
            let states = try models[first].network.read(places.map { texts[$0] }, &caches)
            var start = 0
            for place in places {
                let end = start + texts[place].count
                calls[place].embedding = TextEmbedding(rows: pooled(states[rows: start..<end], calls[place].pooling))
                start = end
            }
            rest = rest.dropFirst(places.count)
            finished += places.count
            try context.progress(finished, of: calls.count)
        }
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
