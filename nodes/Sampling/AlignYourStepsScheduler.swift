import Diffusion
import Engine

/// Noise levels that were optimised for a family of models.
struct AlignYourStepsScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels that were optimised for a model family (Align Your Steps)."

    @Input("The family of the model.") var modelType: AlignedSteps
    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 10
    @Input("How much of a latent to redraw; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: modelType.sigmas(steps: steps, denoise: denoise))
    }
}
