import Diffusion
import Engine

/// Names a sampler, with its default options.
struct KSamplerSelect: Node {
    static let category = "model/sampling/samplers"
    static let summary = "Choose a sampler by its name."

    @Input("The method of each step.") var samplerName: SamplerName

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(samplerName)
    }
}
