import Tensors

/// How tokens are guessed that a model is then asked about all at once.
///
/// The model reads the guesses together, as fast as one token, and those that it would have written itself stand; a text is
/// the same with guesses and without, bit for bit.
public enum TokenGuesses: Sendable {
    /// What followed the last tokens where they stood before: fits texts that repeat their prompt.
    ///
    /// - Source: Saxena 2023, "Prompt lookup decoding".
    case fromText(count: Int = 7)
    /// What a smaller model with the same vocabulary finds likeliest.
    ///
    /// - Source: Leviathan et al. 2023, "Fast inference from transformers via speculative decoding".
    case fromModel(LanguageModel, count: Int = 4)
}

/// Guesses tokens of one text.
struct TokenGuesser {
    private let guesses: TokenGuesses
    /// What the smaller model has read, and its memory of it.
    private var read: [Int] = []
    private var cache: KeyValueCache?

    init(_ guesses: TokenGuesses) {
        self.guesses = guesses
        if case .fromModel(let model, _) = guesses { cache = model.network.emptyCache() }
    }

    /// - Parameter limit: guesses at most.
    mutating func next(after tokens: [Int], limit: Int) throws -> [Int] {
        switch guesses {
        case .fromText(let count):
            Self.continuation(of: tokens, count: min(count, limit))
        case .fromModel(let model, let count):
            try continuation(of: tokens, count: min(count, limit), model)
        }
    }

    /// What followed the last three tokens, or two, where they stood last before.
    private static func continuation(of tokens: [Int], count: Int) -> [Int] {
        for length in [3, 2] where tokens.count > length && count > 0 {
            let end = tokens.suffix(length)
            for start in stride(from: tokens.count - length - 1, through: 0, by: -1)
            where tokens[start..<start + length].elementsEqual(end) {
                return Array(tokens[(start + length)...].prefix(count))
            }
        }
        return []
    }

    private mutating func continuation(of tokens: [Int], count: Int, _ model: LanguageModel) throws -> [Int] {
        let limit = model.network.configuration.contextLength
        guard var cache, count > 0, tokens.count + count <= limit, (try? model.check(tokens)) != nil else { return [] }
        self.cache = nil
        defer { self.cache = cache }
        let shared = min(zip(read, tokens).prefix { $0 == $1 }.count, tokens.count - 1)
        let kept = min(shared, cache.count)
        cache.truncate(to: cache.canTruncate(to: kept) ? kept : 0)
        var unread = Array(tokens[cache.count...])
        var guesses: [Int] = []
        for _ in 0..<count {
            let states = try model.network.read(unread, &cache)
            let logits = try model.network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
            let token = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
            guesses.append(token)
            unread = [token]
        }
        read = tokens + guesses.dropLast()
        return guesses
    }
}
