import Cache
import Engine
import JSON
import Text

/// What has been said, by whom, from the beginning.
struct Conversation: Port {
    static let portType = "CHAT"

    var messages: [ChatMessage] = []

    var memoryCost: Int { messages.reduce(0) { $0 + $1.role.utf8.count + $1.content.utf8.count + 32 } }

    /// As other programs write conversations: `[{"role": "user", "content": "…"}]`.
    var json: JSONValue {
        .array(
            messages.map { .object(JSONObject([("role", .string($0.role)), ("content", .string($0.content))])) })
    }

    /// - Throws: `ConversationError`.
    init(_ json: JSONValue) throws(ConversationError) {
        for (index, turn) in (json.array ?? [json]).enumerated() {
            guard let role = turn["role"]?.string, let content = turn["content"]?.string else {
                throw .noMessage(index: index)
            }
            messages.append(ChatMessage(role: role, content: content))
        }
    }

    init(messages: [ChatMessage] = []) {
        self.messages = messages
    }
}

extension Conversation: StorablePort {
    static let storedKind = "conversation"

    var stored: StoredValue? { StoredValue(JSONObject([("messages", json)])) }

    init?(_ stored: StoredValue) {
        guard let messages = stored["messages"], let conversation = try? Conversation(messages) else { return nil }
        self = conversation
    }
}

/// Why a text is no conversation.
enum ConversationError: Error, Hashable, CustomStringConvertible {
    case noMessage(index: Int)

    var description: String {
        switch self {
        case .noMessage(let index):
            "the conversation: message \(index + 1) has no 'role' or no 'content'. Write each as "
                + "{\"role\": \"user\", \"content\": \"…\"}."
        }
    }
}
