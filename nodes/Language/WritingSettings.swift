import Grammars
import JSON
import Models

/// How a language node writes, from the inputs that such nodes have in common.
struct WritingSettings {
    var sampling: TokenSampling
    let grammar: Grammar?

    /// - Parameters:
    ///   - temperature: 0 always takes the likeliest.
    ///   - schema: a JSON Schema that the text satisfies, if it is not empty.
    ///   - grammar: a grammar in GBNF that the text follows, if it is not empty.
    /// - Throws: `SchemaError`, `GrammarError`, `JSONError`, `LanguageNodeError.twoGrammars`.
    init(temperature: Double, topP: Double, seed: UInt64, schema: String = "", grammar: String = "") throws {
        sampling = TokenSampling()
        sampling.temperature = Float(temperature)
        sampling.topK = 0
        sampling.topP = Float(topP)
        sampling.minP = 0.05
        sampling.seed = seed
        self.grammar = try Self.grammar(schema: schema, grammar: grammar)
    }

    static func grammar(schema: String, grammar: String) throws -> Grammar? {
        let isBlank = { (text: String) in text.allSatisfy(\.isWhitespace) }
        switch (isBlank(schema), isBlank(grammar)) {
        case (true, true): return nil
        case (false, true): return try Grammar(schema: JSONValue(parsing: Array(schema.utf8)))
        case (true, false): return try Grammar(gbnf: grammar)
        case (false, false): throw LanguageNodeError.twoGrammars
        }
    }
}
