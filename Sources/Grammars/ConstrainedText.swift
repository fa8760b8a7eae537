/// A text on its way that follows a grammar and comes to its end within a number of tokens, whatever is chosen.
///
/// While the text could end, what ends it may be chosen too; when few tokens are left, those that lead away from an end may not
/// be chosen any more.
public struct ConstrainedText: Sendable {
    private let grammar: TokenGrammar
    private let endTokens: Set<Int>
    private var place: TokenGrammar.Place
    private var bytes: [UInt8] = []
    private var budget: Int

    /// - Parameters:
    ///   - endTokens: with which the model says that it has finished; if it has none, the text ends as soon as it may.
    ///   - budget: tokens that may be written.
    /// - Throws: `GrammarError.budget` if that may be too few for any text.
    public init(_ grammar: TokenGrammar, endTokens: Set<Int>, budget: Int) throws(GrammarError) {
        guard budget >= grammar.shortest else { throw .budget(tokens: budget, least: grammar.shortest) }
        self.grammar = grammar
        self.endTokens = endTokens
        self.budget = budget
        place = grammar.start()
    }

    /// Whether nothing can follow, so that no model need be asked.
    public mutating func isOver() -> Bool {
        let end = grammar.end(&place, after: bytes)
        return end.mustEnd || end.mayEnd && (budget == 0 || endTokens.isEmpty)
    }

    /// Chooses with `draw` among the tokens that may come next, and moves on.
    ///
    /// - Precondition: the text is not over.
    /// - Returns: the token; one of `endTokens` if the text ends.
    public mutating func next(_ logits: [Float], draw: ([Float]) -> Int) -> Int {
        precondition(budget > 0, "nothing may follow")
        let mask = grammar.mask(&place, after: bytes, budget: budget)
        let mayEnd = grammar.end(&place, after: bytes).mayEnd
        var masked = logits
        mask.apply(to: &masked)
        if mayEnd { for token in endTokens { masked[token] = logits[token] } }
        var token = draw(masked)
        if mayEnd, endTokens.contains(token) { return token }
        // A model that says nothing sensible about any of them.
        if !mask.contains(token) {
            guard let first = mask.first else { preconditionFailure("a way without a next token") }
            token = first
        }
        accept(token)
        return token
    }

    private mutating func accept(_ token: Int) {
        let spelling = grammar.spelling(of: token)
        bytes += spelling
        budget -= 1
        grammar.advance(&place, by: spelling[...], in: bytes)
    }
}
