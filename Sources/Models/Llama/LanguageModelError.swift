import JSON

/// A GGUF file that is sound, but no language model that can be run.
public struct LanguageModelError: Error, Hashable, Sendable {
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Hashable, Sendable {
        case architecture(String)
        case noTensor(String)
        case shape(tensor: String, found: [Int], wanted: [Int])
        case tokenizer(String)
        case splitter(String)
        case token(Int, of: Int)
        case tooLong(tokens: Int, limit: Int)
        case otherVocabulary(than: String)
    }
}

extension LanguageModelError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "\(path.legible(limit: 400)): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .architecture(let name): "its architecture '\(name.legible(limit: 40))' is not one that is run"
        case .noTensor(let name): "tensor '\(name)' is missing"
        case .shape(let tensor, let found, let wanted): "tensor '\(tensor)' is \(found), where \(wanted) belongs"
        case .tokenizer(let name): "its tokenizer '\(name.legible(limit: 40))' is not known"
        case .splitter(let name): "its pre-tokenizer '\(name.legible(limit: 40))' is not known"
        case .token(let token, let count): "token \(token) is not among its \(count)"
        case .tooLong(let tokens, let limit): "\(tokens) tokens are more than the \(limit) that it can look at"
        case .otherVocabulary(let path): "its tokens are not those of \(path.legible(limit: 400))"
        }
    }

    private var remedy: String {
        switch problem {
        case .architecture:
            "Use a model of the Llama, Mistral, Mixtral, Qwen 2 or 3, Phi 3 or Gemma 2 or 3 family."
        case .noTensor, .shape: "Download the file again, or use another file of this model."
        case .tokenizer, .splitter: "Use a model of another family."
        case .token: "Give the numbers that `darkroom tokenize` prints for this model."
        case .tooLong: "Shorten the text, or split it."
        case .otherVocabulary: "Let a smaller model of the same family guess, or guess from the text."
        }
    }
}
