import Diffusion
import Engine
import Tensors

/// Guidance that rises to the middle picture of a batch and falls again.
struct VideoTriangleCFGGuidance: Node {
    static let displayName = "Video Triangle CFG Guidance"
    static let category = "model/sampling/guiders"
    static let summary = "Let guidance differ over a batch: it rises to the middle picture of a batch and falls again."

    @Input("The model.") var model: Model
    @Input("The least guidance scale.", in: 0...100, step: 0.5, rounding: 0.01) var minCfg = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let least = minCfg
        changed = model
        changed.guidance.combine = { step in
            let count = step.positive.shape[0]
            let scales = evenScales(count, from: 0, to: 1).map { part in
                let height = 2 * abs(part - (part + 0.5).rounded(.down))
                return height * Float(step.scale - least) + Float(least)
            }
            return step.negative + (step.positive - step.negative).scaledPerRow(by: scales)
        }
    }
}
