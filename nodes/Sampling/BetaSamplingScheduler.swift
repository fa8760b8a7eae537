import Diffusion
import Engine

/// Noise levels of a model at quantiles of a beta distribution.
struct BetaSamplingScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels at quantiles of a beta distribution over the model's timesteps."

    @Input("The model that will denoise.") var model: Model
    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("The distribution's weight on little noise.", in: 0...50) var alpha = 0.6
    @Input("The distribution's weight on much noise.", in: 0...50) var beta = 0.6

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: betaSigmas(steps, model.sampling, alpha: alpha, beta: beta))
    }
}
