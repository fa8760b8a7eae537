import Engine

/// Reads noise levels from a text.
struct ManualSigmas: Node {
    static let category = "model/sampling/sigmas"
    static let summary = "Write noise levels down: numbers with commas between them."

    @Input("The noise levels.", name: "sigmas") var text = "1, 0.5"

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        // As ComfyUI, whatever looks like a number counts, and all else lies between.
        let numbers = text.matches(of: /[-+]?(?:\d*\.*\d+)/).compactMap { Double($0.output) }
        sigmas = Sigmas(levels: numbers.map { Float($0) })
    }
}
