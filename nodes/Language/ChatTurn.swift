import Engine
import Text

/// Who says something in a conversation.
enum ChatRole: String, Choice {
    case user
    case assistant
    case system
}

/// Puts words into somebody's mouth.
struct ChatTurn: Node {
    static let displayName = "Chat Message"
    static let category = "text"
    static let summary = "Add a message to a conversation, such as an example of a good answer."

    @Input("Who says it.") var role = ChatRole.user
    @Input("What is said.", multiline: true) var text: String
    @Input("What was said before.") var history: Conversation?

    @Output("history") var conversation: Conversation

    func run(_ context: RunContext) {
        let message = ChatMessage(role: role.rawValue, content: text)
        conversation = Conversation(messages: (history?.messages ?? []) + [message])
    }
}
