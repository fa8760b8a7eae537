import Engine
import JSON

/// Reads a conversation that was written down as JSON.
struct ChatFromText: ChecksInputs {
    static let displayName = "Chat from JSON"
    static let category = "text"
    static let summary = "Read a conversation: a JSON list of messages with 'role' and 'content'."

    @Input("The messages.", multiline: true) var text: String

    @Output("history") var conversation: Conversation

    func check(in folders: Folders) throws {
        if let text = $text.literal { _ = try Conversation(JSONValue(parsing: Array(text.utf8))) }
    }

    func run(_ context: RunContext) throws {
        conversation = try Conversation(JSONValue(parsing: Array(text.utf8)))
    }
}
