import ArgumentParser
import Formats
import Grammars
import JSON

/// What a text must follow to the letter.
struct GrammarOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write JSON that satisfies the JSON Schema in this file.", valueName: "file"))
    var schema: String?

    @Option(help: ArgumentHelp("Write what follows the grammar in this file, in GBNF.", valueName: "file"))
    var grammar: String?

    func validate() throws {
        if schema != nil, grammar != nil { throw ValidationError("Give --schema or --grammar, not both.") }
    }

    var isGiven: Bool { schema != nil || grammar != nil }

    private static let largestFile = 16 << 20

    /// - Throws: `FileError`, `JSONError`, `SchemaError`, `GrammarError`.
    func wanted() throws -> Grammar? {
        if let schema { return try Grammar(schema: JSONValue(parsing: readFile(schema, limit: Self.largestFile))) }
        if let grammar {
            let bytes = try readFile(grammar, limit: Self.largestFile)
            return try Grammar(gbnf: String(decoding: bytes, as: UTF8.self))
        }
        return nil
    }
}
