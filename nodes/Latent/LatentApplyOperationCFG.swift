import Diffusion
import Engine
import Tensors

/// Does something to what guidance adds, in every step.
struct LatentApplyOperationCFG: Node {
    static let category = "model/latent/advanced/operations"
    static let summary = "Do something in every step to what the positive prompt adds to the negative one."

    @Input("The model.") var model: Model
    @Input("What to do.") var operation: LatentOperation

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let apply = operation.apply
        changed = model
        changed.changePredictions { step in
            // Among three predictions ComfyUI takes the positive one as it is.
            if step.hasOthers { return (try apply(step.positive), step.negative) }
            // Without a negative prompt, its prediction is zero.
            return (try apply(step.positive - step.negative) + step.negative, step.negative)
        }
    }
}
