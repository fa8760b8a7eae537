import Formats
import Text

/// A language model with its tokenizer, as one file brings them.
public struct LanguageModel: Sendable {
    public let path: String
    public let tokenizer: LanguageTokenizer
    public let network: LlamaModel

    /// How keys and values of texts are remembered, unless told otherwise.
    public let memory: TextMemory

    /// How the model wants a conversation written down: the text of a Jinja template, if the file has one.
    public let chatTemplate: String?

    /// Tokens with which the model says that it has finished.
    public let endTokens: Set<Int>

    let grammars = GrammarShelf()
    let prompts = PromptShelf()

    /// - Throws: `FileError`, `GGUFError`, `LanguageModelError`.
    public init(path: String, remembering memory: TextMemory = .halves) throws {
        let file = try GGUFFile(path: path)
        let tokenizer = try LanguageTokenizer(file)
        let network = try LlamaModel(file)
        guard network.configuration.vocabulary == tokenizer.vocabulary.count else {
            throw GGUFError(path, .unfit(key: "tokenizer.ggml.tokens"))
        }
        self.path = path
        self.memory = memory
        self.tokenizer = tokenizer
        self.network = network
        chatTemplate = file.metadata["tokenizer.chat_template"]?.string
        endTokens = Self.endTokens(tokenizer, file)
    }

    /// The end of a text, and of a turn: files name the one, and often forget the other.
    private static func endTokens(_ tokenizer: LanguageTokenizer, _ file: GGUFFile) -> Set<Int> {
        let named = ["eos_token_id", "eot_token_id", "eom_token_id"].compactMap { key in
            file.metadata["tokenizer.ggml.\(key)"]?.int
        }
        let usual = ["<|eot_id|>", "<|eom_id|>", "<|im_end|>", "<end_of_turn>", "<|end|>", "<|endoftext|>"]
        let known = usual.compactMap { tokenizer.vocabulary.id(of: $0.utf8) }
            .filter { tokenizer.vocabulary.kinds[$0] == .control }
        return Set((named + known).filter { tokenizer.vocabulary.pieces.indices ~= $0 })
    }

    /// The memory of a text that has not begun.
    ///
    /// - Parameter length: positions that the text may get.
    public func emptyCache(upTo length: Int = 0) -> KeyValueCache { network.emptyCache(memory.element, upTo: length) }

    /// Tokens that the model can still look at behind `prompt`.
    public func room(behind prompt: [Int]) -> Int { max(0, network.configuration.contextLength - prompt.count) }

    /// - Throws: `LanguageModelError` for a number that is no token.
    public func check(_ tokens: [Int]) throws(LanguageModelError) {
        let count = tokenizer.vocabulary.count
        if let wrong = tokens.first(where: { !(0..<count ~= $0) }) {
            throw LanguageModelError(path, .token(wrong, of: count))
        }
    }
}
