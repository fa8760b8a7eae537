import Engine

/// How two texts are compared.
enum TextComparison: String, Choice {
    case start = "Starts With"
    case end = "Ends With"
    case equal = "Equal"
}

/// Compares two texts.
struct StringCompare: Node {
    static let displayName = "Compare Text"
    static let category = "text"
    static let summary = "Compare two texts."

    @Input("The text.", multiline: true) var stringA: String
    @Input("What it is compared to.", multiline: true) var stringB: String
    @Input("How.") var mode: TextComparison
    @Input("Whether capitals and small letters differ.") var caseSensitive = true

    @Output var answer: Bool

    func run(_ context: RunContext) {
        let (first, second) =
            caseSensitive ? (stringA, stringB) : (stringA.lowercased(), stringB.lowercased())
        answer =
            switch mode {
            case .start: first.hasPrefix(second)
            case .end: first.hasSuffix(second)
            case .equal: first == second
            }
    }
}
