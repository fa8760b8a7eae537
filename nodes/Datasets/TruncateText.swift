import Engine

/// Cuts a text off behind so many code points of Unicode.
struct TruncateText: Node {
    static let displayName = "Truncate Text"
    static let category = "text"
    static let summary = "Cut a text off behind so many characters."

    @Input("The text.") var texts: String
    @Input("Characters that are kept; an accent that is written by itself counts as one.", in: 1...10_000)
    var maxLength = 77

    @Output("texts") var changed: String

    func run(_ context: RunContext) {
        changed = String(texts.unicodeScalars.prefix(maxLength))
    }
}
