import Engine

/// A text of one line.
struct PrimitiveString: Node {
    static let displayName = "Text"
    static let category = "utilities/primitive"
    static let summary = "A text, for one or more inputs."

    @Input("The text.") var value: String

    @Output var text: String

    func run(_ context: RunContext) {
        text = value
    }
}
