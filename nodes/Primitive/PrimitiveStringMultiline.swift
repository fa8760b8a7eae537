import Engine

/// A text of several lines.
struct PrimitiveStringMultiline: Node {
    static let displayName = "Text (Multiline)"
    static let category = "utilities/primitive"
    static let summary = "A text of several lines, for one or more inputs."

    @Input("The text.", multiline: true) var value: String

    @Output var text: String

    func run(_ context: RunContext) {
        text = value
    }
}
