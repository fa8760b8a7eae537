import Engine
import Text

/// Writes a text in small letters.
struct TextToLowercase: Node {
    static let displayName = "Convert Text to Lowercase (DEPRECATED)"
    static let category = "text"
    static let summary = "Write a text in small letters."

    @Input("The text.") var texts: String

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = lowercased(texts)
    }
}
