import Engine

/// Takes away the space around a text.
struct StripWhitespace: Node {
    static let displayName = "Strip Whitespace (DEPRECATED)"
    static let category = "text"
    static let summary = "Take away the space around a text."

    @Input("The text.") var texts: String

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = pythonStripped(texts)
    }
}
