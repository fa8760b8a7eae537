import Diffusion
import Engine
import Tensors

/// Keeps what guidance gives from being longer than what the positive prompt gives.
struct RenormCFG: Node {
    static let category = "model/patch"
    static let summary =
        "Keep guidance from making predictions longer than the positive prompt's; guide late steps only."

    @Input("The model.") var model: Model
    @Input("From this noise level on, nothing guides.", in: 0...100) var cfgTrunc = 100.0
    @Input("How many times as long the prediction may be; 0 sets no limit.", in: 0...100) var renormCfg = 1.0

    @Output var changed: Model

    func run(_ context: RunContext) {
        let (start, limit) = (Float(cfgTrunc), Float(renormCfg))
        changed = model
        changed.guidance.combine = { step in
            guard step.sigma < start else { return step.positive }
            let guided = step.negative + (step.positive - step.negative) * Float(step.scale)
            guard limit > 0 else { return guided }
            let factors = zip(step.positive.perRow(\.norm), guided.perRow(\.norm)).map { wanted, found in
                found >= wanted * limit ? wanted * limit / found : 1
            }
            return guided.scaledPerRow(by: factors)
        }
    }
}
