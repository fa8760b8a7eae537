import Engine

/// Joins hooks; one that is there twice counts once.
struct CombineHooks4: Node {
    static let displayName = "Combine Hooks [4]"
    static let category = "advanced/hooks/combine"
    static let summary = "Join up to four groups of hooks."

    @Input("Hooks.", name: "hooks_A") var hooksA: Hooks?
    @Input("Hooks.", name: "hooks_B") var hooksB: Hooks?
    @Input("Hooks.", name: "hooks_C") var hooksC: Hooks?
    @Input("Hooks.", name: "hooks_D") var hooksD: Hooks?

    @Output var combined: Hooks

    func run(_ context: RunContext) {
        combined = [hooksA, hooksB, hooksC, hooksD].reduce(Hooks()) { $0 + ($1 ?? Hooks()) }
    }
}
