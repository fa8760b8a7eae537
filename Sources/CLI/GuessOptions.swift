import ArgumentParser
import Models

/// How words are guessed ahead.
struct GuessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A smaller model of the same family that guesses ahead: the same text, sooner where both agree.",
            valueName: "model"))
    var draft: String?

    @Flag(help: "Guess ahead from the text so far: the same text, sooner where it repeats itself or its prompt.")
    var lookup = false

    func validate() throws {
        if draft != nil, lookup { throw ValidationError("Give --draft or --lookup, not both.") }
    }

    /// - Throws: `LanguageModelError` if the smaller model has other words; as `LanguageModel.init`.
    func guesses(for model: LanguageModel, _ folders: FolderOptions) throws -> TokenGuesses? {
        if lookup { return .fromText() }
        return try draft.map {
            try model.guesses(from: LanguageModel(path: folders.pathOfLanguageModel($0)))
        }
    }
}
