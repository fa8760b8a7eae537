import Engine

/// Values, or whole lists of them, one after the other as one list.
struct CreateList: Node {
    static let displayName = "Create List"
    static let category = "utilities"
    static let summary = "Make a list of what is connected; lists are joined."

    @Input("The items.", growing: .numbered("input", 1...10), matching: "type") var inputs: Growing<[Anything]>

    @Output("list", matching: "type") var list: [Anything]

    func run(_ context: RunContext) {
        list = inputs.flatMap(\.self)
    }
}
