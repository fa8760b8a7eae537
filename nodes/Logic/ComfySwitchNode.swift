import Engine

/// One of two values; the other is not made.
struct ComfySwitchNode: ChoosesInputs {
    static let displayName = "If/Else Switch"
    static let category = "utilities/logic"
    static let summary = "Pass on one of two values; what only the other one needs is not run."

    @Input("Which of them.", name: "switch") var isOn: Bool
    @Input("What is passed on for no.", lazy: true, matching: "switch") var onFalse: Anything
    @Input("What is passed on for yes.", lazy: true, matching: "switch") var onTrue: Anything

    @Output("output", matching: "switch") var output: Anything

    func neededInputs() -> [any AnyInput] { isOn ? [$onTrue] : [$onFalse] }

    func run(_ context: RunContext) {
        output = isOn ? onTrue : onFalse
    }
}
