import Engine

/// A seed.
struct SeedNode: Node {
    static let displayName = "Seed"
    static let category = "utilities"
    static let summary = "A seed, for one or more inputs."

    @Input("The seed.", in: 0...Int.max, isSeed: true) var seed: Int

    @Output("seed") var number: Int

    func run(_ context: RunContext) {
        number = seed
    }
}
