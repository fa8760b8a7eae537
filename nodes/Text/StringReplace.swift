import Engine

/// Replaces words of a text.
struct StringReplace: Node {
    static let displayName = "Replace Text"
    static let category = "text"
    static let summary = "Replace words of a text."
    static let version = 2

    @Input("The text.", multiline: true) var string: String
    @Input("What to replace.", multiline: true) var find: String
    @Input("What to put there.", multiline: true) var replace: String

    @Output var changed: String

    func run(_ context: RunContext) {
        changed = pythonReplacing(find, in: string, with: replace)
    }
}
