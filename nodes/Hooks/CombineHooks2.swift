import Engine

/// Joins hooks; one that is there twice counts once.
struct CombineHooks2: Node {
    static let displayName = "Combine Hooks [2]"
    static let category = "advanced/hooks/combine"
    static let summary = "Join up to two groups of hooks."

    @Input("Hooks.", name: "hooks_A") var hooksA: Hooks?
    @Input("Hooks.", name: "hooks_B") var hooksB: Hooks?

    @Output var combined: Hooks

    func run(_ context: RunContext) {
        combined = [hooksA, hooksB].reduce(Hooks()) { $0 + ($1 ?? Hooks()) }
    }
}
