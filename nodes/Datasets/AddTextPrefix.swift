import Engine

/// Puts words in front of a text.
struct AddTextPrefix: Node {
    static let displayName = "Add Text Prefix (DEPRECATED)"
    static let category = "text"
    static let summary = "Put words in front of a text."

    @Input("The text.") var texts: String
    @Input("What is put in front.") var prefix = ""

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = prefix + texts
    }
}
