import Text

extension LanguageModel {
    /// The tokens of a conversation, up to where the model's answer begins; without a template of its own the model gets
    /// the turns under each other.
    ///
    /// - Parameter thinks: whether a model that can think aloud may do so before it answers.
    /// - Throws: `TemplateError`.
    public func tokens(of messages: [ChatMessage], thinks: Bool = false) throws -> [Int] {
        guard let chatTemplate else {
            let turns = messages.map(\.content).joined(separator: "\n\n")
            return tokenizer.tokens(of: turns + "\n\n")
        }
        let text = try ChatTemplate(chatTemplate).text(
            of: messages, thinks: thinks, beginning: spelling(of: tokenizer.beginning), end: spelling(of: tokenizer.end)
        )
        // Most templates begin with the token that begins a text; it must not stand there twice.
        let tokens = tokenizer.tokens(of: text, framed: false)
        let adds = tokenizer.tokens(of: "").first
        if let adds, tokens.first != adds { return [adds] + tokens }
        return tokens
    }

    private func spelling(of token: Int?) -> String {
        token.map { String(decoding: tokenizer.vocabulary.pieces[$0], as: UTF8.self) } ?? ""
    }
}
