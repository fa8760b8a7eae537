import Engine

/// Replaces words of a text.
struct ReplaceText: Node {
    static let displayName = "Replace Text (DEPRECATED)"
    static let category = "text"
    static let summary = "Replace words of a text."

    @Input("The text.") var texts: String
    @Input("What to replace; nothing is found between all characters and at both ends.") var find = ""
    @Input("What to put there.") var replace = ""

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = pythonReplacing(find, in: texts, with: replace)
    }
}
