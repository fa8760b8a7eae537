import Engine

/// A number.
struct PrimitiveFloat: Node {
    static let displayName = "Float"
    static let category = "utilities/primitive"
    static let summary = "A number, for one or more inputs."

    @Input("The number.", in: -0x1p63...0x1p63, step: 0.1) var value: Double

    @Output var number: Double

    func run(_ context: RunContext) {
        number = value
    }
}
