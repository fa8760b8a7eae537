import Diffusion
import Engine

/// DPM-Solver++ with noise and a call of the model in the middle of each step.
struct SamplerDPMPP_SDE: Node {
    static let category = "model/sampling/samplers"
    static let summary = "DPM-Solver++ with noise and two calls of the model in each step."

    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0
    @Input("Where in a step the second call lies.", in: 0...100) var r = 0.5
    @Input("Makes no difference on a processor.") var noiseDevice: NoiseDevice

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(DPMPPSDESampler(eta: eta, noiseScale: sNoise, middle: r))
    }
}
