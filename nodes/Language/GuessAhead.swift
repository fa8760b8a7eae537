import Engine
import Models

/// Lets a language model read several words at once that were guessed ahead: the same text, sooner.
struct GuessAhead: Node {
    static let displayName = "Guess Ahead"
    static let category = "model/loaders"
    static let summary =
        "Have words guessed ahead for a language model, by a smaller one or from the text: it writes the same, sooner."

    @Input("The language model that writes.") var clip: Writer
    @Input("A smaller one of its family that guesses; without one, what repeats itself is guessed from the text.")
    var draft: Writer?

    @Output("clip") var writer: WritingModel

    func run(_ context: RunContext) throws {
        let model = try clip.model()
        let guesses = try draft.map { try model.guesses(from: $0.model()) } ?? .fromText()
        writer = WritingModel(
            model: model, guesses: guesses, memoryCost: clip.memoryCost + (draft?.memoryCost ?? 0))
    }
}
