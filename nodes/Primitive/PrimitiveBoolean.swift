import Engine

/// Yes or no.
struct PrimitiveBoolean: Node {
    static let displayName = "Boolean"
    static let category = "utilities/primitive"
    static let summary = "Yes or no, for one or more inputs."

    @Input("Yes or no.") var value: Bool

    @Output var answer: Bool

    func run(_ context: RunContext) {
        answer = value
    }
}
