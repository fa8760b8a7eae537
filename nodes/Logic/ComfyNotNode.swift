import Engine

/// Yes for no.
struct ComfyNotNode: Node {
    static let displayName = "Not"
    static let category = "utilities/logic"
    static let summary = "Say yes for no, zero or an empty text, and no for all else."

    @Input("The value.") var value: Anything

    @Output var answer: Bool

    func run(_ context: RunContext) {
        answer = !value.isTrue
    }
}
