import Engine

/// Replaces the first noise level.
struct SetFirstSigma: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Replace the first noise level."

    @Input("The noise levels.") var sigmas: Sigmas
    @Input("The level to start from.", in: 0...20_000, step: 0.001) var sigma = 136.0

    @Output var changed: Sigmas

    func run(_ context: RunContext) throws {
        var levels = sigmas.levels
        guard !levels.isEmpty else { throw LevelError.noLevels }
        levels[0] = Float(sigma)
        changed = Sigmas(levels: levels)
    }
}
