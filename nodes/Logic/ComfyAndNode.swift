import Engine

/// Yes if all are.
struct ComfyAndNode: Node {
    static let displayName = "And"
    static let category = "utilities/logic"
    static let summary = "Say yes if none of the values is no, zero or an empty text."

    @Input("The values.", growing: .numbered("value", 1...10)) var values: Growing<Anything>

    @Output var answer: Bool

    func run(_ context: RunContext) {
        answer = values.allSatisfy(\.isTrue)
    }
}
