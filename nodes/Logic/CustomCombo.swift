import Engine

/// A word from a list that only the editor keeps.
struct CustomCombo: Node {
    static let displayName = "Custom Combo"
    static let category = "utilities"
    static let summary =
        "Give the word that was chosen from a list of one's own, and its place in it."

    @Input("The word.") var choice: String
    @Input("Its place in the list.", in: 0...Int.max, optional: true) var index = 0

    @Output("STRING") var word: String
    @Output("INDEX") var place: Int

    func run(_ context: RunContext) {
        (word, place) = (choice, index)
    }
}
