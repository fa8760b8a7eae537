import Engine

/// Counts characters.
struct StringLength: Node {
    static let displayName = "Text Length"
    static let category = "text"
    static let summary = "Count the characters of a text."

    @Input("The text.", multiline: true) var string: String

    @Output("length") var count: Int

    func run(_ context: RunContext) {
        count = string.unicodeScalars.count
    }
}
