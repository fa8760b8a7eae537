import Diffusion
import Engine

/// Noise levels of a model that was distilled to ten timesteps.
struct SDTurboScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make the noise levels of SD Turbo and SDXL Turbo."

    @Input("The model that will denoise.") var model: Model
    @Input("Steps from noise to picture.", in: 1...10) var steps = 1
    @Input("How much of a latent to redraw, in tenths; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        sigmas = Sigmas(levels: turboSigmas(steps, model.sampling, denoise: denoise))
    }
}
