import Engine
import Models
import Text

/// One turn of a conversation with a language model, free or held to a JSON Schema or a grammar.
struct ChatGenerate: ChecksInputs {
    static let displayName = "Chat"
    static let category = "text"
    static let summary =
        "Say something to a language model and get its answer; a schema or a grammar makes it keep to a form."

    @Input("The language model.") var clip: Writer
    @Input("What is said to it.", multiline: true) var message: String
    @Input("What was said before.") var history: Conversation?
    @Input("What the model is told before the conversation.", multiline: true, optional: true) var system = ""
    @Input("Tokens to write at most.", in: 1...32_768) var maxLength = 512
    @Input("Over 1 makes the choice freer, under 1 surer; 0 always takes the likeliest.", in: 0...2) var temperature =
        0.7
    @Input("Choose among the likeliest with this share together.", in: 0...1, optional: true) var topP = 0.95
    @Input("The same seed writes the same text.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Whether the model may think aloud first.", optional: true) var thinking = false
    @Input("A JSON Schema: the answer is JSON that satisfies it.", multiline: true, optional: true) var schema = ""
    @Input("A grammar in GBNF: the answer follows it.", multiline: true, optional: true) var grammar = ""

    @Output("reply") var reply: String
    @Output("history") var conversation: Conversation

    func check(in folders: Folders) throws {
        _ = try WritingSettings.grammar(schema: $schema.literal ?? "", grammar: $grammar.literal ?? "")
    }

    func run(_ context: RunContext) throws {
        let model = try clip.model()
        let settings = try WritingSettings(
            temperature: temperature, topP: topP, seed: seed, schema: schema, grammar: grammar)
        var messages = history?.messages ?? []
        // A word from above comes first, once.
        if !system.isEmpty, messages.first?.role != "system" {
            messages.insert(ChatMessage(role: "system", content: system), at: 0)
        }
        messages.append(ChatMessage(role: "user", content: message))
        let prompt = try model.tokens(of: messages, thinks: thinking)
        let limits = TextLimits(tokens: min(maxLength, max(1, model.room(behind: prompt))))
        var cache = model.network.emptyCache()
        let written = try model.write(
            after: prompt, &cache, sampling: settings.sampling, limits: limits, following: settings.grammar
        ) { _, count in
            try context.progress(count, of: limits.tokens)
        }
        reply = written.text
        conversation = Conversation(messages: messages + [ChatMessage(role: "assistant", content: reply)])
    }
}
