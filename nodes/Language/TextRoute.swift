import Engine

/// Sends a value down one of several branches; the others are not run.
struct TextRoute: Node {
    static let displayName = "Route"
    static let category = "utilities/logic"
    static let summary =
        "Send a value down one of several branches by number, such as a classifier's; the others do not run."

    @Input("The value.", matching: "route") var value: Anything
    @Input("Which branch, from 0; beyond the last, the last.", in: 0...1_000_000) var index = 0

    @Output("branch_0", matching: "route") var branch0: Anything
    @Output("branch_1", matching: "route") var branch1: Anything
    @Output("branch_2", matching: "route") var branch2: Anything
    @Output("branch_3", matching: "route") var branch3: Anything

    func run(_ context: RunContext) {
        for (number, branch) in [$branch0, $branch1, $branch2, $branch3].enumerated() {
            if number == min(index, 3) { branch.wrappedValue = value } else { branch.block() }
        }
    }
}
