import Diffusion
import Engine
import Tensors

/// Keeps guidance from raising the contrast: scales its result to the deviation of the positive prediction.
struct RescaleCFG: Node {
    static let category = "model/patch"
    static let summary = "Keep guidance from raising the contrast of velocity models."

    @Input("The model.") var model: Model
    @Input("How much of the rescaled prediction is taken.", in: 0...1) var multiplier = 0.7

    @Output var changed: Model

    func run(_ context: RunContext) {
        let share = multiplier
        changed = model
        changed.guidance.combine = { step in
            // The rule is about velocities, whatever the model predicts.
            let square = step.sigma * step.sigma + 1
            let root = square.squareRoot()
            let scaled = step.latent / square
            func velocity(_ clean: Tensor) -> Tensor { (scaled - clean) * root / step.sigma }
            let (positive, negative) = (velocity(step.positive), velocity(step.negative))
            let guided = negative + (positive - negative) * Float(step.scale)
            let ratios = zip(positive.perRow(\.standardDeviation), guided.perRow(\.standardDeviation)).map { $0 / $1 }
            let mixed = guided.scaledPerRow(by: ratios) * Float(share) + guided * Float(1 - share)
            return scaled - mixed * step.sigma / root
        }
    }
}

// Source: Lin et al. 2023, “Common Diffusion Noise Schedules and Sample Steps are Flawed”, section 3.4.
