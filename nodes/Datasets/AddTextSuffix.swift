import Engine

/// Puts words behind a text.
struct AddTextSuffix: Node {
    static let displayName = "Add Text Suffix (DEPRECATED)"
    static let category = "text"
    static let summary = "Put words behind a text."

    @Input("The text.") var texts: String
    @Input("What is put behind.") var suffix = ""

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = texts + suffix
    }
}
