import ArgumentParser
import Formats
import JSON
import Models
import Text

/// `darkroom tokenize model.gguf "the sea"`
struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The tokens of a text, as a language model counts them.",
        discussion: """
            Example:
              darkroom tokenize starter_writer.gguf "a red house at dawn" --json
            """)

    @Argument(help: "A .gguf file, or its name in a models folder's llm.")
    var model: String

    @Argument(help: "The text.")
    var text: String

    @Flag(
        name: .customLong("no-special"),
        help: "No tokens around the text, and <|marks|> in it are words like any other.")
    var withoutSpecial = false

    @Flag(help: "Print one object: ids and pieces.")
    var json = false

    @OptionGroup var folderOptions: FolderOptions

    func run() throws {
        let tokenizer = try LanguageTokenizer(GGUFFile(path: folderOptions.pathOfLanguageModel(model)))
        let tokens = tokenizer.tokens(of: text, framed: !withoutSpecial, readsMarks: !withoutSpecial)
        let pieces = tokens.map { String(decoding: tokenizer.vocabulary.pieces[$0], as: UTF8.self) }
        if json {
            let object: JSONValue = [
                "ids": .array(tokens.map { .int($0) }), "pieces": .array(pieces.map { .string($0) }),
            ]
            print(object.serialized())
        } else {
            for (token, piece) in zip(tokens, pieces) { print("\(token)\t\(piece.legible(limit: 200))") }
        }
    }
}
