import Engine

/// A whole number.
struct PrimitiveInt: Node {
    static let displayName = "Int"
    static let category = "utilities/primitive"
    static let summary = "A whole number, for one or more inputs."

    @Input("The number.", in: -Int.max...Int.max, isSeed: true) var value: Int

    @Output var number: Int

    func run(_ context: RunContext) {
        number = value
    }
}
