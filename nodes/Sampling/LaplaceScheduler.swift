import Diffusion
import Engine

/// Noise levels at quantiles of a Laplace distribution.
struct LaplaceScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels at quantiles of a Laplace distribution of their logarithm."

    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("No noise level is above this.", in: 0...5000) var sigmaMax = 14.614642
    @Input("No noise level is below this.", in: 0...5000) var sigmaMin = 0.0291675
    @Input("The middle of the distribution.", in: -10...10, step: 0.1) var mu = 0.0
    @Input("The width of the distribution.", in: 0...10, step: 0.1) var beta = 0.5

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: laplaceSigmas(steps, from: sigmaMax, to: sigmaMin, middle: mu, width: beta))
    }
}
