import Grammars

/// A text that a language model is to write.
public struct TextRequest: Sendable {
    /// What it continues.
    public var prompt: [Int]
    public var sampling: TokenSampling
    public var limits: TextLimits
    /// What the text must follow.
    public var grammar: Grammar?
    /// How to guess tokens ahead while the text is written alone; that changes how long it takes, never the text.
    public var guesses: TokenGuesses?

    public init(
        prompt: [Int], sampling: TokenSampling, limits: TextLimits, grammar: Grammar? = nil,
        guesses: TokenGuesses? = nil
    ) {
        self.prompt = prompt
        self.sampling = sampling
        self.limits = limits
        self.grammar = grammar
        self.guesses = guesses
    }
}
