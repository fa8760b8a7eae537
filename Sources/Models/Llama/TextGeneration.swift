import Grammars
import Tensors
import Text

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
    ///   - keepsBest: whether the likeliest tokens of every step are noted.
    ///   - tell: gets every piece of text as soon as it is certain, and how many tokens there are; may throw to stop.
    /// - Throws: `LanguageModelError` if the text gets longer than the model can look at; `GrammarError` if a text of the
    ///   grammar may not fit; what `tell` throws.
    public func write(
        after prompt: [Int], _ cache: inout KeyValueCache, sampling: TokenSampling, limits: TextLimits,
        following grammar: Grammar? = nil, keepsBest: Bool = false,
        tell: (String, Int) throws -> Void = { _, _ in }
    ) throws -> WrittenText {
        precondition(cache.count < max(1, prompt.count), "nothing is left to read")
        try check(prompt)
        let length = prompt.count + limits.tokens
        guard length <= network.configuration.contextLength else {
            throw LanguageModelError(path, .tooLong(tokens: length, limit: network.configuration.contextLength))
        }
        // A text begins somewhere: with the token for that, or with whichever token comes first.
        let prompt = prompt.isEmpty ? [tokenizer.beginning ?? tokenizer.end ?? 0] : prompt
        precondition(grammar == nil || limits.stops.isEmpty, "a stop would cut what must be whole")
        var sampler = TokenSampler(sampling, following: try grammar.map { try following($0, within: limits.tokens) })
        var stream = TextStream(tokenizer: tokenizer, stops: limits.stops)
        var written = WrittenText()
        var unread = Array(prompt[cache.count...])
        while written.tokens.count < limits.tokens, !sampler.isOver() {
            let states = try network.read(unread, &cache)
            let last = states[rows: states.shape[0] - 1..<states.shape[0]]
            let logits = network.logits(last).array
            if keepsBest { written.best.append(Self.best(of: logits)) }
            let token = sampler.next(logits, past: prompt + written.tokens)
            if limits.heedsEnd || grammar != nil, endTokens.contains(token) { break }
            written.tokens.append(token)
            unread = [token]
            let piece = stream.add(token)
            try tell(piece, written.tokens.count)
            if stream.isStopped { break }
        }
        let rest = stream.finish()
        if !rest.isEmpty { try tell(rest, written.tokens.count) }
        written.text = stream.text
        return written
    }

    private static func best(of logits: [Float]) -> [WrittenText.Choice] {
        let order = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }
        return order.prefix(5).map { WrittenText.Choice(token: $0, logit: logits[$0]) }
    }
}
