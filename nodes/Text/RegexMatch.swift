import Engine

/// Looks for a pattern in a text.
struct RegexMatch: Node {
    static let displayName = "Match Text"
    static let category = "text"
    static let summary = "Tell whether a text has a pattern in it."

    @Input("The text.", multiline: true) var string: String
    @Input("The regular expression.", multiline: true) var regexPattern: String
    @Input("Whether capitals and small letters are the same.") var caseInsensitive = true
    @Input("Whether ^ and $ are the ends of every line.") var multiline = false
    @Input("Whether a dot is also the end of a line.") var dotall = false

    @Output("matches") var isFound: Bool

    func run(_ context: RunContext) throws {
        // As ComfyUI, a pattern that cannot be read is not found.
        let pattern = try? Pattern(
            regexPattern, ignoresCase: caseInsensitive, linesEndAnchors: multiline, dotMatchesNewline: dotall)
        isFound = try pattern?.matches(in: string, limit: 1).isEmpty == false
    }
}
