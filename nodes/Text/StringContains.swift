import Engine

/// Looks for a word in a text.
struct StringContains: Node {
    static let displayName = "Contains Text"
    static let category = "text"
    static let summary = "Tell whether a text contains another."

    @Input("The text.", multiline: true) var string: String
    @Input("What to look for.", multiline: true) var substring: String
    @Input("Whether capitals and small letters differ.") var caseSensitive = true

    @Output("contains") var isFound: Bool

    func run(_ context: RunContext) {
        isFound =
            substring.isEmpty
            || (caseSensitive ? string.contains(substring) : string.lowercased().contains(substring.lowercased()))
    }
}
