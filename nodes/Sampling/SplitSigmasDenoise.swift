import Engine

/// Cuts noise levels in two so that a part of the steps is left.
struct SplitSigmasDenoise: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Cut noise levels in two, so that a part of the steps is in the second half."

    @Input("The noise levels.") var sigmas: Sigmas
    @Input("The part of the steps that the second half gets.", in: 0...1) var denoise = 1.0

    @Output("high_sigmas") var high: Sigmas
    @Output("low_sigmas") var low: Sigmas

    func run(_ context: RunContext) {
        let levels = sigmas.levels
        let steps = max(levels.count - 1, 0)
        let rest = Int((Double(steps) * denoise).rounded(.toNearestOrEven))
        // With no steps for the second half, ComfyUI leaves the first one empty.
        high = Sigmas(levels: rest == 0 ? [] : Array(levels.dropLast(rest)))
        low = Sigmas(levels: Array(levels.suffix(rest + 1)))
    }
}
