import Engine
import Models
import Text

/// One turn of a conversation with a language model, free or held to a JSON Schema or a grammar.
struct ChatGenerate: ChecksInputs, RunsTogether {
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

    func run(_ context: RunContext) throws { try Self.runTogether([self], context) }

    /// A list of messages is answered together, a token of each answer at a time.
    static func runTogether(_ calls: [ChatGenerate], _ context: RunContext) throws {
        let models = try calls.map { try $0.clip.model() }
        let requests = try zip(calls, models).map { try $0.request(for: $1) }
        let tokens = requests.reduce(0) { $0 + $1.limits.tokens }
        var counts = [Int](repeating: 0, count: calls.count)
        // Calls may bring models of their own.
        for places in Dictionary(grouping: calls.indices, by: { models[$0].kind }).values.sorted(by: { $0[0] < $1[0] })
        {
            for place in places { try calls[place].recallSystem(models[place], context) }
            let texts = try models[places[0]].write(places.map { requests[$0] }) { index, _, count in
                counts[places[index]] = count
                try context.progress(counts.reduce(0, +), of: tokens)
            }
            for (place, text) in zip(places, texts) {
                calls[place].reply = text.text
                let answer = ChatMessage(role: "assistant", content: text.text)
                calls[place].conversation = Conversation(messages: calls[place].messages + [answer])
            }
        }
    }

    private var messages: [ChatMessage] {
        var messages = history?.messages ?? []
        // A word from above comes first, once.
        if !system.isEmpty, messages.first?.role != "system" {
            messages.insert(ChatMessage(role: "system", content: system), at: 0)
        }
        return messages + [ChatMessage(role: "user", content: message)]
    }

    /// What the model is told before every conversation.
    private func recallSystem(_ model: LanguageModel, _ context: RunContext) throws {
        guard let first = messages.first, first.role == "system" else { return }
        let examples = try ["a", "1"].map { text in
            try model.tokens(of: [first, ChatMessage(role: "user", content: text)], thinks: thinking)
        }
        try KeptBeginning(context.intermediates).recall(KeptBeginning.shared(examples[0], examples[1]), model)
    }

    private func request(for model: LanguageModel) throws -> TextRequest {
        let settings = try WritingSettings(
            temperature: temperature, topP: topP, seed: seed, schema: schema, grammar: grammar)
        let prompt = try model.tokens(of: messages, thinks: thinking)
        let limits = TextLimits(tokens: min(maxLength, max(1, model.room(behind: prompt))))
        return TextRequest(
            prompt: prompt, sampling: settings.sampling, limits: limits, grammar: settings.grammar,
            guesses: clip.guesses)
    }
}
