import Diffusion
import Engine
import Tensors

/// Scales the negative prediction so that it fits the positive one best before guidance starts from it.
struct CFGZeroStar: Node {
    static let category = "advanced/guidance"
    static let summary = "Fit the negative prediction to the positive one before guidance (CFG-Zero*)."

    @Input("The model.") var model: Model

    @Output("patched_model") var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.guidance.after.append { step, guided in
            let positive = step.latent - step.positive
            let negative = step.latent - step.negative
            let factors = (0..<positive.shape[0]).map { row -> Float in
                let (a, b) = (positive[rows: row..<row + 1], negative[rows: row..<row + 1])
                return (a * b).sum / ((b * b).sum + 1e-8)
            }
            return guided + step.negative.scaledPerRow(by: factors.map { $0 - 1 })
                + step.negative.scaledPerRow(by: factors.map { Float(step.scale) * (1 - $0) })
        }
    }
}
