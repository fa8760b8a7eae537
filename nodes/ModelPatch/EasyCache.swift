import Diffusion
import Engine

/// Leaves out steps of the network where what the network makes of the latent would hardly change, prompt by prompt.
struct EasyCache: Node {
    static let category = "advanced/debug"
    static let summary = "Skip the network in steps where its answer would hardly change; quicker, and another picture."

    @Input("The model.") var model: Model
    @Input("How much change may add up before the network is asked again.", in: 0...3) var reuseThreshold = 0.2
    @Input("Where steps may first be left out: 0 is pure noise.", in: 0...1) var startPercent = 0.15
    @Input("Where steps are no longer left out: 1 is the finished picture.", in: 0...1) var endPercent = 0.95
    @Input("For ComfyUI's log; Darkroom's profile tells what was run.") var verbose = false

    @Output var changed: Model

    func run(_ context: RunContext) {
        changed = model
        changed.stepReuse = StepReuse(
            level: .network, threshold: reuseThreshold, start: startPercent, end: endPercent)
    }
}
