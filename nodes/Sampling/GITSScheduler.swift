import Diffusion
import Engine

/// Noise levels that lie where the paths from noise to pictures bend.
struct GITSScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make noise levels that lie where the paths from noise to pictures bend (GITS)."

    @Input("How much the error of a step counts.", in: 0.8...1.5, step: 0.05) var coeff = 1.2
    @Input("Steps from noise to picture.", in: 2...1000) var steps = 10
    @Input("How much of a latent to redraw; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: GITSSteps.sigmas(coefficient: coeff, steps: steps, denoise: denoise))
    }
}
