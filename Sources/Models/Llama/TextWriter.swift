import Grammars
import Tensors
import Text

/// A text in the making: what was written, and what the model has to read before it goes on.
struct TextWriter {
    let prompt: [Int]
    private(set) var written = WrittenText()
    /// Tokens that are in no cache yet; none when the text is over.
    private(set) var unread: [Int]

    private let limits: TextLimits
    private let keepsBest: Bool
    private let ends: Set<Int>
    private var sampler: TokenSampler
    private var stream: TextStream
    private var guessing: GuessingAhead?

    /// - Parameter read: tokens of the prompt that a cache holds.
    /// - Throws: `LanguageModelError` if the text may get longer than the model can look at; `GrammarError`.
    init(_ model: LanguageModel, _ request: TextRequest, read: Int, keepsBest: Bool = false) throws {
        try model.check(request.prompt)
        let (limits, grammar) = (request.limits, request.grammar)
        let (length, limit) = (request.prompt.count + limits.tokens, model.network.configuration.contextLength)
        guard length <= limit else { throw LanguageModelError(model.path, .tooLong(tokens: length, limit: limit)) }
        precondition(grammar == nil || limits.stops.isEmpty, "a stop would cut what must be whole")
        // A text begins somewhere: with the token for that, or with whichever token comes first.
        prompt = request.prompt.isEmpty ? [model.tokenizer.beginning ?? model.tokenizer.end ?? 0] : request.prompt
        precondition(read < prompt.count, "nothing is left to read")
        unread = Array(prompt[read...])
        self.limits = limits
        self.keepsBest = keepsBest
        ends = limits.heedsEnd || grammar != nil ? model.endTokens : []
        sampler = TokenSampler(
            request.sampling, following: try grammar.map { try model.following($0, within: limits.tokens) })
        stream = TextStream(tokenizer: model.tokenizer, stops: limits.stops)
        guessing = request.guesses.map { GuessingAhead($0, words: model.network.configuration.vocabulary) }
    }

    /// Whether more is to be written.
    mutating func goesOn() -> Bool {
        !unread.isEmpty && !stream.isStopped && written.tokens.count < limits.tokens && !sampler.isOver()
    }

    /// Tokens that may still be written.
    var room: Int { limits.tokens - written.tokens.count }

    /// All tokens so far.
    var tokens: [Int] { prompt + written.tokens }

    /// Tokens that a cache has to hold.
    var readCount: Int { prompt.count + written.tokens.count - unread.count }

    /// Guesses at what comes behind the tokens that are unread.
    mutating func guess() throws -> [Int] {
        // The prompt's own pass is no measure of what a token takes.
        guard !written.tokens.isEmpty else { return [] }
        let (tokens, room) = (tokens, room - 1)
        return try guessing?.next(after: tokens, room: room) ?? []
    }

    /// - Parameter right: guesses that stood, of `guesses`.
    mutating func noteGuesses(_ guesses: Int, right: Int) {
        written.guesses += guesses
        written.rightGuesses += right
        guessing?.note(guesses: guesses, right: right)
    }

    /// Writes the next token.
    ///
    /// - Parameter logits: behind all tokens so far.
    /// - Returns: the token and the text that has become certain; nil if the model says that it has finished.
    mutating func take(_ logits: [Float]) -> (token: Int, piece: String)? {
        if keepsBest { written.best.append(Self.best(of: logits)) }
        let token = sampler.next(logits, past: tokens)
        unread = []
        if ends.contains(token) { return nil }
        written.tokens.append(token)
        unread = [token]
        return (token, stream.add(token))
    }

    /// - Returns: what was held back.
    mutating func finish() -> String {
        let rest = stream.finish()
        written.text = stream.text
        return rest
    }

    private static func best(of logits: [Float]) -> [WrittenText.Choice] {
        logits.largest(5).map { WrittenText.Choice(token: $0, logit: logits[$0]) }
    }
}

extension Tensor {
    /// - Shapes: self [T, D] → T arrays of D.
    public var rowArrays: [[Float]] { (0..<shape[0]).map { self[rows: $0..<$0 + 1].array } }
}
