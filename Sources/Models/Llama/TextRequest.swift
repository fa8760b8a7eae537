import Grammars

/// A text that a language model is to write.
public struct TextRequest: Sendable {
    /// What it continues.
    public var prompt: [Int]
    public var sampling: TokenSampling
    public var limits: TextLimits
    /// What the text must follow.
    public var grammar: Grammar?

    public init(prompt: [Int], sampling: TokenSampling, limits: TextLimits, grammar: Grammar? = nil) {
        self.prompt = prompt
        self.sampling = sampling
        self.limits = limits
        self.grammar = grammar
    }
}
