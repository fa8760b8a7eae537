import Diffusion
import Engine

/// Uses another guidance scale over a part of the way.
struct CFGOverride: Node {
    static let displayName = "CFG Override"
    static let category = "model/sampling/guiders"
    static let summary = "Use another guidance scale over a part of the steps."

    @Input("The model.") var model: Model
    @Input("The guidance scale there.", in: 0...100, step: 0.1, rounding: 0.01) var cfg = 1.0
    @Input("Where it begins: 0 is pure noise.", in: 0...1, step: 0.001) var startPercent = 0.0
    @Input("Where it ends: 1 is the finished picture.", in: 0...1, step: 0.001) var endPercent = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.scaleOverrides.append(
            ScaleOverride(
                scale: cfg, highest: model.sampling.sigma(progress: startPercent),
                lowest: model.sampling.sigma(progress: endPercent)))
    }
}
