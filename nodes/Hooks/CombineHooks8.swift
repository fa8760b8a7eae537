import Engine

/// Joins hooks; one that is there twice counts once.
struct CombineHooks8: Node {
    static let displayName = "Combine Hooks [8]"
    static let category = "advanced/hooks/combine"
    static let summary = "Join up to eight groups of hooks."

    @Input("Hooks.", name: "hooks_A") var hooksA: Hooks?
    @Input("Hooks.", name: "hooks_B") var hooksB: Hooks?
    @Input("Hooks.", name: "hooks_C") var hooksC: Hooks?
    @Input("Hooks.", name: "hooks_D") var hooksD: Hooks?
    @Input("Hooks.", name: "hooks_E") var hooksE: Hooks?
    @Input("Hooks.", name: "hooks_F") var hooksF: Hooks?
    @Input("Hooks.", name: "hooks_G") var hooksG: Hooks?
    @Input("Hooks.", name: "hooks_H") var hooksH: Hooks?

    @Output var combined: Hooks

    func run(_ context: RunContext) {
        combined = [hooksA, hooksB, hooksC, hooksD, hooksE, hooksF, hooksG, hooksH].reduce(Hooks()) {
            $0 + ($1 ?? Hooks())
        }
    }
}
