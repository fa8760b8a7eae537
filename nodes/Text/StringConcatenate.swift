import Engine

/// Joins two texts.
struct StringConcatenate: Node {
    static let displayName = "Concatenate Text"
    static let category = "text"
    static let summary = "Join two texts."

    @Input("The first text.", multiline: true) var stringA: String
    @Input("The second text.", multiline: true) var stringB: String
    @Input("What stands between them.") var delimiter = ""

    @Output var joined: String

    func run(_ context: RunContext) {
        joined = stringA + delimiter + stringB
    }
}
