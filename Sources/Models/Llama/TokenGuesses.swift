import Text

/// How tokens are guessed that a model is then asked about all at once.
///
/// The model reads the guesses together, as fast as one token, and those that it would have written itself stand; a text is
/// the same with guesses and without, bit for bit. Where guessing turns out to be slower, it rests.
public enum TokenGuesses: Sendable {
    /// What followed the last tokens where they stood before: fits texts that repeat their prompt.
    ///
    /// - Source: Saxena 2023, "Prompt lookup decoding".
    case fromText(count: Int = 15)
    /// What a smaller model with the same vocabulary finds likeliest.
    ///
    /// - Source: Leviathan et al. 2023, "Fast inference from transformers via speculative decoding".
    case fromModel(LanguageModel, count: Int = 7)

    /// Guesses at most in one pass.
    var limit: Int {
        switch self {
        case .fromText(let count), .fromModel(_, let count): count
        }
    }
}

extension LanguageModel {
    /// Guesses that `draft` makes for this model.
    ///
    /// - Throws: `LanguageModelError` if a token does not mean the same to both.
    public func guesses(from draft: LanguageModel) throws(LanguageModelError) -> TokenGuesses {
        let (own, other) = (tokenizer.vocabulary, draft.tokenizer.vocabulary)
        // Models of a family differ in how many unused tokens fill their table up, and in marks.
        let differ = (0..<min(own.count, other.count)).contains { token in
            own.pieces[token] != other.pieces[token] && own.kinds[token] == .normal && other.kinds[token] == .normal
        }
        guard !differ, abs(own.count - other.count) <= Self.tokensThatMayBeMissing else {
            throw LanguageModelError(draft.path, .otherVocabulary(than: path))
        }
        return .fromModel(draft)
    }

    private static let tokensThatMayBeMissing = 512
}
