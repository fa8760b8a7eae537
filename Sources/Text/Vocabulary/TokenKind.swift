/// What a token of a language model's vocabulary is for; the raw values are GGUF's.
public enum TokenKind: Int, Sendable {
    case normal = 1
    case unknown = 2
    /// Steers the model (begin, end, whose turn); never the text of an answer.
    case control = 3
    /// Added to the vocabulary after training of the tokenizer; found in text as it stands.
    case userDefined = 4
    case unused = 5
    /// One byte, for text that has no token.
    case byte = 6
}
