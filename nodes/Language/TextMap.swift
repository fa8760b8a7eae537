import Engine
import Models
import Text

/// Asks a language model the same of each of many texts.
///
/// Every answer is kept as soon as it is there: a run that was cut off asks only about the texts that are left, and one with
/// more texts only about the new ones.
struct TextMap: ChecksInputs {
    static let displayName = "Write for Each Text"
    static let category = "text"
    static let summary = "Let a language model answer a prompt for each text of a list, such as 'Summarise: {text}'."

    @Input("The language model.") var clip: Writer
    @Input("The texts.") var texts: [String]
    @Input("What is asked; {text} stands for the text.", multiline: true) var prompt = "Summarise:\n\n{text}"
    @Input("Tokens to write at most, for each.", in: 1...32_768) var maxLength = 256
    @Input("Over 1 makes the choice freer, under 1 surer; 0 always takes the likeliest.", in: 0...2) var temperature =
        0.0
    @Input("Choose among the likeliest with this share together.", in: 0...1, optional: true) var topP = 0.95
    @Input("The same seed writes the same texts.", in: 0...UInt64.max, isSeed: true) var seed: UInt64 = 0
    @Input("Whether the prompt is put as the model's chat template says.", optional: true) var useDefaultTemplate = true
    @Input("A JSON Schema: the answers are JSON that satisfies it.", multiline: true, optional: true) var schema = ""
    @Input("A grammar in GBNF: the answers follow it.", multiline: true, optional: true) var grammar = ""

    @Output("answers") var answers: [String]

    func check(in folders: Folders) throws {
        _ = try WritingSettings.grammar(schema: $schema.literal ?? "", grammar: $grammar.literal ?? "")
        if let prompt = $prompt.literal, !prompt.contains("{text}") {
            throw LanguageNodeError.noField("text", template: "prompt")
        }
    }

    func run(_ context: RunContext) throws {
        let model = try clip.model()
        let settings = try WritingSettings(
            temperature: temperature, topP: topP, seed: seed, schema: schema, grammar: grammar)
        guard prompt.contains("{text}") else { throw LanguageNodeError.noField("text", template: "prompt") }
        let kept = KeptTexts(
            context.intermediates, purpose: "an answer of TextMap", version: 1,
            of: ["clip", "max_length", "temperature", "top_p", "seed", "use_default_template", "schema", "grammar"])
        let questions = texts.map { prompt.replacing("{text}", with: $0) }
        var found: [String: String] = [:]
        for question in questions where found[question] == nil { found[question] = kept.text(for: question) }
        // Each question once, however often it occurs.
        var waiting: [String] = []
        var asked: Set<String> = []
        for question in questions where found[question] == nil && asked.insert(question).inserted {
            waiting.append(question)
        }
        let clock = ContinuousClock()
        let start = clock.now
        var finished = 0
        let requests = try waiting.map { try request(for: $0, model, settings) }
        if !requests.isEmpty { try recallBeginning(model, settings, context) }
        _ = try model.write(requests) { _, _, _ in
            try context.checkCancellation()
        } done: { index, written in
            found[waiting[index]] = written.text
            finished += 1
            kept.keep(written.text, for: waiting[index], seconds: (clock.now - start) / .seconds(finished))
            // Answers that were there already are not told.
            try context.progress(texts.count - waiting.count + finished, of: texts.count)
        }
        answers = questions.map { found[$0] ?? "" }
    }

    /// What stands before the text in every question.
    private func recallBeginning(_ model: LanguageModel, _ settings: WritingSettings, _ context: RunContext) throws {
        let examples = try ["a", "1"].map { text in
            try request(for: prompt.replacing("{text}", with: text), model, settings).prompt
        }
        try KeptBeginning(context.intermediates).recall(KeptBeginning.shared(examples[0], examples[1]), model)
    }

    private func request(
        for question: String, _ model: LanguageModel, _ settings: WritingSettings
    ) throws -> TextRequest {
        let tokens =
            useDefaultTemplate
            ? try model.tokens(of: [ChatMessage(role: "user", content: question)])
            : model.tokenizer.tokens(of: question)
        let limits = TextLimits(tokens: min(maxLength, max(1, model.room(behind: tokens))))
        return TextRequest(
            prompt: tokens, sampling: settings.sampling, limits: limits, grammar: settings.grammar,
            guesses: clip.guesses)
    }
}
