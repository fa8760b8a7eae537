import Diffusion
import Engine

/// Noise levels that were optimised for a family of flow models.
struct OptimalStepsScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels that were optimised for a family of flow models (Optimal Steps)."

    @Input("The family of the model.") var modelType: OptimalSteps
    @Input("Steps from noise to picture.", in: 3...1000) var steps = 20
    @Input("How much of a latent to redraw; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: modelType.sigmas(steps: steps, denoise: denoise))
    }
}
