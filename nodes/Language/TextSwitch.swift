import Engine

/// Takes the result of one of several branches; the others are not run.
struct TextSwitch: ChoosesInputs {
    static let displayName = "Switch by Number"
    static let category = "utilities/logic"
    static let summary =
        "Take the result of one of several branches by number, such as a classifier's; the others do not run."

    @Input("Which branch, from 0; beyond the last that is connected, the last.", in: 0...1_000_000) var index = 0
    @Input("What is taken for 0.", lazy: true, matching: "switch", name: "branch_0") var branch0: Anything
    @Input("What is taken for 1.", lazy: true, matching: "switch", name: "branch_1") var branch1: Anything?
    @Input("What is taken for 2.", lazy: true, matching: "switch", name: "branch_2") var branch2: Anything?
    @Input("What is taken for 3.", lazy: true, matching: "switch", name: "branch_3") var branch3: Anything?

    @Output("output", matching: "switch") var output: Anything

    func neededInputs() -> [any AnyInput] {
        // What is not connected is there from the beginning, as nothing.
        for (number, branch) in [$branch1, $branch2, $branch3].enumerated().reversed() where number < index {
            if !branch.isThere || branch.wrappedValue != nil { return [branch] }
        }
        return [$branch0]
    }

    func run(_ context: RunContext) {
        let others = [$branch1, $branch2, $branch3].prefix(index).last { $0.isThere && $0.wrappedValue != nil }
        output = others?.wrappedValue ?? branch0
    }
}
