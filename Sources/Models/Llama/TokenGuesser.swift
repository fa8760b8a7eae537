import Foundation
import Tensors

/// Guesses tokens of one text.
struct TokenGuesser {
    private let guesses: TokenGuesses
    /// What the smaller model has read, and its memory of it.
    private var read: [Int] = []
    private var cache: KeyValueCache?

    /// Tokens that there are for the model that is guessed for.
    private let words: Int
    /// Whether the smaller model had much to read before it could guess.
    private(set) var wasBehind = false

    init(_ guesses: TokenGuesses, words: Int) {
        self.guesses = guesses
        self.words = words
        if case .fromModel(let model, _) = guesses { cache = model.network.emptyCache(model.memory.element) }
    }

    /// Whether asking for guesses takes time, even if there are none.
    var takesTime: Bool { cache != nil }

    /// - Parameter limit: guesses at most.
    mutating func next(after tokens: [Int], limit: Int) throws -> [Int] {
        switch guesses {
        case .fromText(let count):
            Self.continuation(of: tokens, count: min(count, limit))
        case .fromModel(let model, let count):
            try continuation(of: tokens, count: min(count, limit), model)
        }
    }

    /// What followed the last four tokens, or three, or two, where they stood last before; a text that has come to its end goes
    /// on with the guesses themselves, as one that repeats a few words does.
    private static func continuation(of tokens: [Int], count: Int) -> [Int] {
        for length in [4, 3, 2] where tokens.count > length && count > 0 {
            let end = tokens.suffix(length)
            for start in stride(from: tokens.count - length - 1, through: 0, by: -1)
            where tokens[start..<start + length].elementsEqual(end) {
                var guesses: [Int] = []
                for place in start + length..<start + length + count {
                    guesses.append(place < tokens.count ? tokens[place] : guesses[place - tokens.count])
                }
                return guesses
            }
        }
        return []
    }

    private static let muchToRead = 64

    /// How sure of a token the smaller model has to be.
    private static let leastShare: Float = 0.3

    private mutating func continuation(of tokens: [Int], count: Int, _ model: LanguageModel) throws -> [Int] {
        let limit = model.network.configuration.contextLength
        guard var cache, count > 0, tokens.count + count <= limit, (try? model.check(tokens)) != nil else { return [] }
        self.cache = nil
        defer { self.cache = cache }
        let shared = min(zip(read, tokens).prefix { $0 == $1 }.count, tokens.count - 1)
        let kept = min(shared, cache.count)
        cache.truncate(to: cache.canTruncate(to: kept) ? kept : 0)
        var unread = Array(tokens[cache.count...])
        wasBehind = unread.count > Self.muchToRead
        var guesses: [Int] = []
        for _ in 0..<count {
            let states = try model.network.read(unread, &cache)
            let logits = try model.network.logits(states[rows: states.shape[0] - 1..<states.shape[0]]).array
            read = tokens + guesses
            let token = logits.indices.max { (logits[$0], $1) < (logits[$1], $0) } ?? 0
            // Where the smaller model is in doubt, the larger one will hardly agree.
            let sum = logits.reduce(Float(0)) { $0 + exp($1 - logits[token]) }
            guard sum < 1 / Self.leastShare, token < words else { break }
            guesses.append(token)
            unread = [token]
        }
        return guesses
    }
}
