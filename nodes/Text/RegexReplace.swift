import Engine

/// Replaces what matches a pattern.
struct RegexReplace: Node {
    static let displayName = "Replace Text (Regex)"
    static let category = "text"
    static let summary = "Replace what matches a pattern in a text."

    @Input("The text.", multiline: true) var string: String
    @Input("The regular expression.", multiline: true) var regexPattern: String
    @Input("What to put there; \\1 stands for the first group.", multiline: true) var replace: String
    @Input("Whether capitals and small letters are the same.", optional: true) var caseInsensitive = true
    @Input("Whether ^ and $ are the ends of every line.", optional: true) var multiline = false
    @Input("Whether a dot is also the end of a line.", optional: true) var dotall = false
    @Input("How many matches at most; 0 for all.", in: 0...100, optional: true) var count = 0

    @Output var changed: String

    func run(_ context: RunContext) throws {
        let pattern = try Pattern(
            regexPattern, ignoresCase: caseInsensitive, linesEndAnchors: multiline, dotMatchesNewline: dotall)
        changed = try pattern.replacing(in: string, with: replace, limit: count == 0 ? .max : count)
    }
}
