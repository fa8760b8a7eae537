import Engine

/// Turns noise levels around, to go from a picture back to noise.
struct FlipSigmas: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Turn noise levels around, from little noise to much."

    @Input("The noise levels.") var sigmas: Sigmas

    @Output var flipped: Sigmas

    func run(_ context: RunContext) {
        var levels = Array(sigmas.levels.reversed())
        // Most samplers divide by the level that they start from.
        if levels.first == 0 { levels[0] = 0.0001 }
        flipped = Sigmas(levels: levels)
    }
}
