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
        var row = TextRow(model: model, settings: settings, maxLength: maxLength)
        answers = try texts.enumerated().map { index, text in
            let question = prompt.replacing("{text}", with: text)
            return try kept.text(for: question) {
                let tokens =
                    useDefaultTemplate
                    ? try model.tokens(of: [ChatMessage(role: "user", content: question)])
                    : model.tokenizer.tokens(of: question)
                let answer = try row.write(after: tokens) { try context.checkCancellation() }
                // Answers that were there already are not told.
                try context.progress(index + 1, of: texts.count)
                return answer
            }
        }
    }
}
