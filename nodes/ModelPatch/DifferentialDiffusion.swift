import Engine

/// Takes the gray of a noise mask for how late a place may change.
struct DifferentialDiffusion: Node {
    static let displayName = "Differential Diffusion"
    static let category = "experimental"
    static let summary = "Let the gray of a noise mask say how much each place may change."

    @Input("The model.") var model: Model
    @Input("How sharply the mask is cut in every step; less blends it with the gray one.", in: 0...1, optional: true)
    var strength = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.gradualMaskStrength = strength
    }
}
