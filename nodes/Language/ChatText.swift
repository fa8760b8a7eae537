import Engine
import JSON
import Text

/// How a conversation is written down.
enum ChatTextForm: String, Choice {
    case markdown
    case json
}

/// Writes a conversation down.
struct ChatText: Node {
    static let displayName = "Chat as Text"
    static let category = "text"
    static let summary = "Write a conversation down, for people or as JSON."

    @Input("The conversation.") var history: Conversation
    @Input("For people, or as other programs read it.") var form = ChatTextForm.markdown

    @Output var text: String

    func run(_ context: RunContext) {
        switch form {
        case .markdown:
            text = history.messages.map { "**\($0.role):** \($0.content)" }.joined(separator: "\n\n")
        case .json: text = history.json.serialized()
        }
    }
}
