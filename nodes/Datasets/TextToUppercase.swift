import Engine

/// Writes a text in capitals.
struct TextToUppercase: Node {
    static let displayName = "Convert Text to Uppercase (DEPRECATED)"
    static let category = "text"
    static let summary = "Write a text in capitals."

    @Input("The text.") var texts: String

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = texts.uppercased()
    }
}
