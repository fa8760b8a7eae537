/// One turn of a conversation.
public struct ChatMessage: Hashable, Sendable {
    /// `system`, `user` or `assistant`.
    public var role: String
    public var content: String

    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }
}

/// How a model wants a conversation written down: a template in the part of Jinja that models use.
public struct ChatTemplate {
    private let statements: [TemplateStatement]

    /// - Throws: `TemplateError` for what is not understood.
    public init(_ source: String) throws(TemplateError) {
        statements = try TemplateParser.statements(of: source)
    }

    /// - Parameters:
    ///   - thinks: whether a model that can think aloud may do so first (`enable_thinking`).
    ///   - beginning: what begins a text, spelled; `end`: what ends one.
    ///   - invitesAnswer: whether the text ends where the assistant's answer begins.
    /// - Throws: `TemplateError`, also with the template's own refusal.
    public func text(
        of messages: [ChatMessage], thinks: Bool = false, beginning: String = "", end: String = "",
        invitesAnswer: Bool = true
    ) throws(TemplateError) -> String {
        let turns = messages.map { message in
            TemplateValue.object([("role", .string(message.role)), ("content", .string(message.content))])
        }
        return try TemplateRenderer.render(
            statements,
            [
                "messages": .list(turns), "bos_token": .string(beginning), "eos_token": .string(end),
                "add_generation_prompt": .boolean(invitesAnswer), "enable_thinking": .boolean(thinks), "tools": .none,
            ])
    }
}
