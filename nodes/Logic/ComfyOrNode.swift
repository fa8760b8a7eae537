import Engine

/// Yes if one is.
struct ComfyOrNode: Node {
    static let displayName = "Or"
    static let category = "utilities/logic"
    static let summary = "Say yes if one of the values is not no, zero or an empty text."

    @Input("The values.", growing: .numbered("value", 1...10)) var values: Growing<Anything>

    @Output var answer: Bool

    func run(_ context: RunContext) {
        answer = values.contains(where: \.isTrue)
    }
}
