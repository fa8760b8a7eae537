import ArgumentParser
import Foundation
import JSON
import Models
import Text

/// `darkroom generate model.gguf --prompt "Three colours of the sea:"`
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Text from a language model, as it is written.",
        discussion: """
            Examples:
              darkroom generate starter_writer.gguf --chat "stormy night, lighthouse"
              darkroom generate llama-3.2-3b-q4_k_m.gguf --prompt 'The sea is' --max-tokens 100 --seed 7
              darkroom generate model.gguf --chat 'The sea, as an object' --schema sea.schema.json
              darkroom generate model.gguf --prompt-ids 1,2,3 --greedy --json
              darkroom generate qwen2.5-7b.gguf --draft qwen2.5-0.5b.gguf --chat 'Tell me of the sea'
            """)

    @Argument(help: "A .gguf file, or its name in a models folder's llm.")
    var model: String

    @Option(help: "The text to continue; - reads it from standard input.")
    var prompt: String?

    @Option(help: "A message to answer, written as the model's chat template says.")
    var chat: String?

    @Option(help: "What the model is told before the conversation.")
    var system: String?

    @Option(
        name: .customLong("prompt-ids"),
        help: "Tokens to continue, such as 1,2,3; the text goes on for --max-tokens whatever comes.")
    var promptIDs: String?

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp("Tokens to write at most; 256 unless given, or as many as fit.", valueName: "n"))
    var maxTokens: Int?

    @Option(help: "Ends the text before these words; may be given several times.")
    var stop: [String] = []

    @Option(
        name: .customLong("kv-cache"),
        help: ArgumentHelp("How what was read is remembered: f16, q8_0 or f32.", valueName: "type"))
    var memory = TextMemory.halves

    @Flag(
        help:
            "Print one object: prompt_ids, ids, text, the five likeliest tokens at every step, and how many guesses were right."
    )
    var json = false

    @OptionGroup var grammar: GrammarOptions
    @OptionGroup var guessing: GuessOptions
    @OptionGroup var sampling: TokenSamplingOptions
    @OptionGroup var folderOptions: FolderOptions
    @OptionGroup var withThreads: ThreadsOption

    func validate() throws {
        guard [prompt, chat, promptIDs].compactMap(\.self).count == 1 else {
            throw ValidationError("Give one of --prompt, --chat and --prompt-ids.")
        }
        if let maxTokens, !(1...1_000_000 ~= maxTokens) {
            throw ValidationError("'--max-tokens \(maxTokens)' is out of range. Use 1...1000000.")
        }
        if grammar.isGiven, !stop.isEmpty {
            throw ValidationError("'--stop' would cut what a grammar wants whole. Leave one of them out.")
        }
        if let promptIDs, Self.ids(in: promptIDs) == nil {
            throw ValidationError("'--prompt-ids \(promptIDs)' is no list of numbers such as 1,2,3.")
        }
    }

    func run() async throws {
        let grammar = try grammar.wanted()
        let path = try folderOptions.pathOfLanguageModel(model)
        try await withThreads {
            let model = try LanguageModel(path: path, remembering: memory)
            let tokens = try promptTokens(model)
            var limits = TextLimits(tokens: maxTokens ?? min(256, max(1, model.room(behind: tokens))))
            limits.stops = stop
            limits.heedsEnd = promptIDs == nil
            var cache = model.emptyCache(upTo: tokens.count + limits.tokens)
            let written = try model.write(
                after: tokens, &cache, sampling: sampling.sampling, limits: limits, following: grammar,
                guessing: guessing.guesses(for: model, folderOptions), keepsBest: json
            ) { piece, _ in
                if !json { FileHandle.standardOutput.write(Data(piece.utf8)) }
            }
            print(json ? object(tokens, written).serialized() : "")
        }
    }

    private func promptTokens(_ model: LanguageModel) throws -> [Int] {
        if let promptIDs { return Self.ids(in: promptIDs) ?? [] }
        if let prompt {
            let text =
                prompt == "-" ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : prompt
            return model.tokenizer.tokens(of: text)
        }
        let turns =
            (system.map { [ChatMessage(role: "system", content: $0)] } ?? [])
            + [ChatMessage(role: "user", content: chat ?? "")]
        return try model.tokens(of: turns)
    }

    private static func ids(in text: String) -> [Int]? {
        let ids = text.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
        return ids.contains(nil) || ids.isEmpty ? nil : ids.compactMap(\.self)
    }

    private func object(_ prompt: [Int], _ written: WrittenText) -> JSONValue {
        let top = written.best.map { step in
            JSONValue.array(step.map { .array([.int($0.token), .double(Double($0.logit))]) })
        }
        var object = JSONObject([
            ("prompt_ids", .array(prompt.map { .int($0) })), ("ids", .array(written.tokens.map { .int($0) })),
            ("text", .string(written.text)), ("top", .array(top)),
        ])
        if guessing.lookup || guessing.draft != nil {
            object["guesses"] = .int(written.guesses)
            object["right_guesses"] = .int(written.rightGuesses)
        }
        return .object(object)
    }
}

extension TextMemory: ExpressibleByArgument {}
