import Diffusion
import Engine

/// DPM-Solver++ with fresh noise and a call of the model in the middle of each step.
struct SamplerDPMPP_2S_Ancestral: Node {
    static let category = "model/sampling/samplers"
    static let summary = "DPM-Solver++ with fresh noise in every step and two calls of the model."

    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(DPMPP2SAncestralSampler(eta: eta, noiseScale: sNoise))
    }
}
