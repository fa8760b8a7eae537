import Diffusion
import Engine

/// Chooses noise levels by a scheduler's name.
struct BasicScheduler: Node {
    static let category = "model/sampling/schedulers"
    static let summary = "Make the noise levels of a model, a scheduler and a number of steps."

    @Input("The model that will denoise.") var model: Model
    @Input("How noise falls from step to step.") var scheduler: Scheduler
    @Input("Steps from noise to picture.", in: 1...10_000) var steps = 20
    @Input("How much of a latent to redraw; 1 is all.", in: 0...1) var denoise = 1.0

    @Output var sigmas: Sigmas

    func run(_ context: RunContext) {
        guard denoise > 0 else {
            sigmas = Sigmas(levels: [])
            return
        }
        // A denoise next to zero would ask for more levels than anything can hold.
        let all = denoise < 1 ? Int(min(Double(steps) / denoise, 1e7)) : steps
        sigmas = Sigmas(levels: scheduler.sigmas(steps: all, for: model.sampling).suffix(steps + 1))
    }
}
