import Engine
import Models

/// A language model, ready to write; it travels where ComfyUI lets a text encoder travel.
struct WritingModel: Port {
    static let portType = CLIP.portType

    let model: LanguageModel
    /// How its words are guessed ahead, if they are.
    var guesses: TokenGuesses?
    let memoryCost: Int
}

extension LanguageModel {
    /// What texts must have in common to be written together.
    var kind: String { "\(path) \(memory.rawValue)" }
}

/// A `CLIP` of which a node wants to be told that it cannot write.
struct Writer: Port {
    static let portType = CLIP.portType

    private let value: any Port

    static func accepting(_ value: any Port) -> Writer? {
        value is WritingModel || value is CLIP ? Writer(value: value) : nil
    }

    var memoryCost: Int { value.memoryCost }

    /// - Throws: `LanguageNodeError` if it only reads prompts for pictures.
    func model() throws(LanguageNodeError) -> LanguageModel {
        guard let writing = value as? WritingModel else { throw .noWriter }
        return writing.model
    }

    /// How its words are guessed ahead, if they are.
    var guesses: TokenGuesses? { (value as? WritingModel)?.guesses }
}

/// Sound, which no node here makes yet.
struct Sound: Port {
    static let portType = "AUDIO"

    let memoryCost: Int
}

/// Why a language node cannot do what it is asked.
enum LanguageNodeError: Error, Hashable, CustomStringConvertible {
    case noWriter
    case readsTextOnly(input: String)
    case noLabels
    case emptyText(input: String)
    case otherWidths(Int, Int)
    case twoGrammars
    case noTexts
    case noField(String, template: String)

    var description: String {
        switch self {
        case .noWriter:
            "clip: this one reads prompts for pictures and cannot write. Connect LanguageModelLoader."
        case .readsTextOnly(let input): "\(input): the model reads text only. Leave this input unconnected."
        case .noLabels: "labels: there are none. Write one on each line."
        case .emptyText(let input): "\(input): is empty. Write some text."
        case .otherWidths(let first, let second):
            "the embeddings: one has \(first) numbers, the other \(second). Make both with the same model."
        case .twoGrammars: "schema, grammar: both are given. Leave one of them empty."
        case .noTexts: "texts: there are none. Connect a list with at least one text."
        case .noField(let field, let template):
            "\(template): it has no {\(field)}. Write {\(field)} where the text belongs."
        }
    }
}
