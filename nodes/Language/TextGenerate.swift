import Engine
import Models
import Text

/// Whether the next word is drawn, or always the likeliest.
enum TextSamplingMode: String, Choice {
    case on
    case off
}

/// Lets a language model answer a prompt.
struct TextGenerate: RunsTogether {
    static let displayName = "Generate Text"
    static let category = "text"
    static let summary = "Let a language model answer a prompt."

    @Input("The language model.") var clip: Writer
    @Input("What it is asked.", multiline: true, dynamicPrompts: true) var prompt = ""
    @Input("Tokens to write at most.", in: 1...32_768) var maxLength = 512
    @Input("Whether words are drawn, or always the likeliest taken.") var samplingMode = TextSamplingMode.on
    @Input(
        "Over 1 makes the choice freer, under 1 surer.", in: 0.01...2, step: 1e-6,
        when: .when("sampling_mode", is: "on"))
    var temperature = 0.7
    @Input("Choose among this many; 0 for all.", in: 0...1000, when: .when("sampling_mode", is: "on")) var topK = 64
    @Input("Choose among the likeliest with this share together.", in: 0...1, when: .when("sampling_mode", is: "on"))
    var topP = 0.95
    @Input("Choose among those with this share of the likeliest's.", in: 0...1, when: .when("sampling_mode", is: "on"))
    var minP = 0.05
    @Input("Over 1 makes words that were used less likely.", in: 0...5, when: .when("sampling_mode", is: "on"))
    var repetitionPenalty = 1.05
    @Input("The same seed writes the same text.", in: 0...UInt64.max, when: .when("sampling_mode", is: "on"))
    var seed: UInt64 = 0
    @Input("Taken off words that were used.", in: 0...5, optional: true, when: .when("sampling_mode", is: "on"))
    var presencePenalty = 0.0
    @Input("A picture to talk about.") var image: Image?
    @Input("A film to talk about.") var video: Image?
    @Input("A sound to talk about.") var audio: Sound?
    @Input("Whether the model may think aloud first.", optional: true) var thinking = false
    @Input("Whether the prompt is put as the model's chat template says.", optional: true) var useDefaultTemplate = true

    @Output("generated_text") var generatedText: String

    func run(_ context: RunContext) throws { try Self.runTogether([self], context) }

    /// A list of prompts or seeds is written together, a token of each at a time.
    static func runTogether(_ calls: [TextGenerate], _ context: RunContext) throws {
        let models = try calls.map { try $0.clip.model() }
        let requests = try zip(calls, models).map { try $0.request(for: $1) }
        let tokens = requests.reduce(0) { $0 + $1.limits.tokens }
        var counts = [Int](repeating: 0, count: calls.count)
        // Calls may bring models of their own.
        for places in Dictionary(grouping: calls.indices, by: { models[$0].kind }).values.sorted(by: { $0[0] < $1[0] })
        {
            let model = models[places[0]]
            try KeptBeginning(context.intermediates).recallShared(by: places.map { requests[$0].prompt }, model)
            let texts = try model.write(places.map { requests[$0] }) { index, _, count in
                counts[places[index]] = count
                try context.progress(counts.reduce(0, +), of: tokens)
            }
            for (place, text) in zip(places, texts) { calls[place].generatedText = text.text }
        }
    }

    private func request(for model: LanguageModel) throws -> TextRequest {
        let unread: [(String, Bool)] = [("image", image != nil), ("video", video != nil), ("audio", audio != nil)]
        if let input = unread.first(where: \.1) { throw LanguageNodeError.readsTextOnly(input: input.0) }
        let tokens =
            useDefaultTemplate
            ? try model.tokens(of: [ChatMessage(role: "user", content: prompt)], thinks: thinking)
            : model.tokenizer.tokens(of: prompt)
        // What does not fit behind the prompt is not written.
        let limits = TextLimits(tokens: min(maxLength, max(1, model.room(behind: tokens))))
        return TextRequest(prompt: tokens, sampling: sampling, limits: limits, guesses: clip.guesses)
    }

    private var sampling: TokenSampling {
        guard samplingMode == .on else { return .greedy }
        var sampling = TokenSampling()
        sampling.temperature = Float(temperature)
        sampling.topK = topK
        sampling.topP = Float(topP)
        sampling.minP = Float(minP)
        sampling.repetitionPenalty = max(0.01, Float(repetitionPenalty))
        sampling.presencePenalty = Float(presencePenalty)
        sampling.seed = seed
        return sampling
    }
}
