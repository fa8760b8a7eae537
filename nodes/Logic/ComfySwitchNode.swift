import Engine

/// One of two values.
struct ComfySwitchNode: Node {
    static let displayName = "If/Else Switch"
    static let category = "utilities/logic"
    static let summary = "Pass on one of two values."

    @Input("Which of them.", name: "switch") var isOn: Bool
    @Input("What is passed on for no.") var onFalse: Anything
    @Input("What is passed on for yes.") var onTrue: Anything

    @Output("output") var output: Anything

    func run(_ context: RunContext) {
        output = isOn ? onTrue : onFalse
    }
}
