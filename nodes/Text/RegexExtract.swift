import Engine

/// What of the matches is taken.
enum RegexResult: String, Choice {
    case first = "First Match"
    case all = "All Matches"
    case group = "First Group"
    case groups = "All Groups"
}

/// Takes what matches a pattern out of a text.
struct RegexExtract: Node {
    static let displayName = "Extract Text"
    static let category = "text"
    static let summary = "Take what matches a pattern out of a text."

    @Input("The text.", multiline: true) var string: String
    @Input("The regular expression.", multiline: true) var regexPattern: String
    @Input("What to take; several are put on lines of their own.") var mode: RegexResult
    @Input("Whether capitals and small letters are the same.") var caseInsensitive = true
    @Input("Whether ^ and $ are the ends of every line.") var multiline = false
    @Input("Whether a dot is also the end of a line.") var dotall = false
    @Input("Which group, for the modes that take groups.", in: 0...100) var groupIndex = 1

    @Output var found: String

    func run(_ context: RunContext) throws {
        found = ""
        // As ComfyUI, a pattern that cannot be read finds nothing.
        guard
            let pattern = try? Pattern(
                regexPattern, ignoresCase: caseInsensitive, linesEndAnchors: multiline, dotMatchesNewline: dotall)
        else { return }
        func group(_ groups: [String?]) -> String? {
            groups.indices.contains(groupIndex) ? groups[groupIndex] ?? "" : nil
        }
        let matches = try pattern.matches(in: string, limit: mode == .first || mode == .group ? 1 : .max)
        switch mode {
        case .first: found = matches.first?[0] ?? ""
        // As Python's findall, the first group if there are any.
        case .all: found = matches.map { $0[min(1, $0.count - 1)] ?? "" }.joined(separator: "\n")
        case .group: found = matches.first.flatMap(group) ?? ""
        case .groups: found = matches.filter { $0.count > 1 }.compactMap(group).joined(separator: "\n")
        }
    }
}
