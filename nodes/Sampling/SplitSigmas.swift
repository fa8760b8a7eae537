import Engine

/// Cuts noise levels in two at a step.
struct SplitSigmas: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Cut noise levels in two, for two samplers that share one walk."

    @Input("The noise levels.") var sigmas: Sigmas
    @Input("The step at which to cut.", in: 0...10_000) var step = 0

    @Output("high_sigmas") var high: Sigmas
    @Output("low_sigmas") var low: Sigmas

    func run(_ context: RunContext) {
        let levels = sigmas.levels
        high = Sigmas(levels: Array(levels.prefix(step + 1)))
        low = Sigmas(levels: Array(levels.dropFirst(step)))
    }
}
