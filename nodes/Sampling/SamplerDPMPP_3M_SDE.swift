import Diffusion
import Engine

/// DPM-Solver++ of third order with noise.
struct SamplerDPMPP_3M_SDE: Node {
    static let category = "model/sampling/samplers"
    static let summary = "DPM-Solver++ with noise, looking at two earlier steps."

    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0
    @Input("Makes no difference on a processor.") var noiseDevice: NoiseDevice

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(DPMPP3MSDESampler(eta: eta, noiseScale: sNoise))
    }
}
