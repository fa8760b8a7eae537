import Engine

struct ToyNot: Node {
    static let summary = "Say the opposite."

    @Input("Yes or no.") var value = false

    @Output var opposite: Bool

    func run(_ context: RunContext) {
        opposite = !value
    }
}
