import Grammars
import JSON
import Testing
import Text

@testable import Models

struct ConstrainedGenerationTests {
    static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "maxLength": 12], "age": ["type": "integer", "minimum": 0, "maximum": 150],
            "tags": ["type": "array", "items": ["enum": ["a", "b", "é"]], "maxItems": 3],
        ],
        "required": ["name", "age"],
    ]

    @Test(arguments: LanguageGolden.names)
    func `what a random model writes satisfies the schema`(name: String) throws {
        let model = try LanguageModel(path: LanguageGolden.path(name))
        let grammar = try Grammar(schema: Self.schema)
        let validator = try SchemaValidator(Self.schema)
        let prompt = model.tokenizer.tokens(of: "Hello")
        for seed in 0..<4 as Range<UInt64> {
            var sampling = TokenSampling()
            sampling.seed = seed
            sampling.temperature = 1.5
            var cache = model.network.emptyCache()
            let written = try model.write(
                after: prompt, &cache, sampling: sampling, limits: TextLimits(tokens: 40 + 5 * Int(seed)),
                following: grammar)
            #expect(written.tokens.count <= 40 + 5 * Int(seed))
            #expect(try validator.accepts(JSONValue(parsing: Array(written.text.utf8))), "\(written.text)")
        }
    }

    @Test func `too few tokens are refused before the model is asked`() throws {
        let model = try LanguageModel(path: LanguageGolden.path("qwen2"))
        let grammar = try Grammar(schema: Self.schema)
        var cache = model.network.emptyCache()
        #expect(throws: GrammarError.budget(tokens: 5, least: 19)) {
            try model.write(
                after: [1], &cache, sampling: .greedy, limits: TextLimits(tokens: 5), following: grammar)
        }
        #expect(cache.count == 0)
    }

    @Test func `a text whose end is certain costs no more tokens`() throws {
        let model = try LanguageModel(path: LanguageGolden.path("llama"))
        var cache = model.network.emptyCache()
        let written = try model.write(
            after: [1], &cache, sampling: .greedy, limits: TextLimits(tokens: 50),
            following: Grammar(gbnf: "root ::= \"ok\""))
        #expect(written.text == "ok")
        #expect(written.tokens.count <= 2)
    }
}
