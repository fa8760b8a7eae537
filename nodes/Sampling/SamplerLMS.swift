import Diffusion
import Engine

/// A linear multistep method.
struct SamplerLMS: Node {
    static let category = "model/sampling/samplers"
    static let summary = "A linear multistep method of any order."

    @Input("How many earlier steps it looks at.", in: 1...100) var order = 4

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(LMSSampler(order: order))
    }
}
