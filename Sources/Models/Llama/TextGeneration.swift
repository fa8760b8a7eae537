import Grammars
import Tensors

/// What ends a text that a language model writes.
public struct TextLimits: Hashable, Sendable {
    public var tokens: Int
    /// The text ends before the first of these.
    public var stops: [String] = []
    /// Whether the model may say that it has finished.
    public var heedsEnd = true

    public init(tokens: Int) {
        self.tokens = tokens
    }
}

/// What a language model has written.
public struct WrittenText: Hashable, Sendable {
    /// Tokens of the text, without the one that ended it.
    public var tokens: [Int] = []
    public var text = ""

    /// The likeliest five at every step, likeliest first.
    public var best: [[Choice]] = []

    /// Tokens that were guessed ahead.
    public var guesses = 0
    /// Those of them that stood.
    public var rightGuesses = 0

    public struct Choice: Hashable, Sendable {
        public let token: Int
        public let logit: Float
    }
}

extension LanguageModel {
    /// Continues `prompt`.
    ///
    /// - Parameters:
    ///   - cache: what was read before, a prefix of `prompt`; afterwards it holds the prompt and what was written.
    ///   - grammar: what the text must follow; it ends with a whole text of it, within the limit.
    ///   - guesses: how to guess tokens ahead; that changes how long it takes, never the text.
    ///   - keepsBest: whether the likeliest tokens of every step are noted.
    ///   - tell: gets every piece of text as soon as it is certain, and how many tokens there are; may throw to stop.
    /// - Throws: `LanguageModelError` if the text gets longer than the model can look at; `GrammarError` if a text of the
    ///   grammar may not fit; what `tell` throws.
    public func write(
        after prompt: [Int], _ cache: inout KeyValueCache, sampling: TokenSampling, limits: TextLimits,
        following grammar: Grammar? = nil, guessing guesses: TokenGuesses? = nil, keepsBest: Bool = false,
        tell: (String, Int) throws -> Void = { _, _ in }
    ) throws -> WrittenText {
        let request = TextRequest(
            prompt: prompt, sampling: sampling, limits: limits, grammar: grammar, guesses: guesses)
        var writer = try TextWriter(self, request, read: cache.count, keepsBest: keepsBest)
        while writer.goesOn() { try step(&writer, &cache, tell) }
        let rest = writer.finish()
        if !rest.isEmpty { try tell(rest, writer.written.tokens.count) }
        return writer.written
    }

    /// The next token of a text, and those behind it that were guessed rightly.
    func step(_ writer: inout TextWriter, _ cache: inout KeyValueCache, _ tell: (String, Int) throws -> Void) throws {
        let ahead = try writer.guess()
        let states = try network.read(writer.unread + ahead, &cache)
        let logits = try network.logits(states[rows: states.shape[0] - ahead.count - 1..<states.shape[0]]).rowArrays
        // Each guess that is what would have been written anyway has the next token's logits ready.
        var right = 0
        for (row, logits) in logits.enumerated() {
            guard let (token, piece) = writer.take(logits) else { break }
            try tell(piece, writer.written.tokens.count)
            guard row < ahead.count, ahead[row] == token else { break }
            right += 1
            guard writer.goesOn() else { break }
        }
        writer.noteGuesses(ahead.count, right: right)
        cache.truncate(to: min(cache.count, writer.readCount))
    }
}
