import Diffusion
import Engine

/// How a step of second order is made.
enum MultistepSolver: String, Choice {
    case midpoint
    case heun
}

/// DPM-Solver++ of second order with noise.
struct SamplerDPMPP_2M_SDE: Node {
    static let category = "model/sampling/samplers"
    static let summary = "DPM-Solver++ with noise, looking at one earlier step."

    @Input("How the steps are combined.") var solverType: MultistepSolver
    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0
    @Input("Makes no difference on a processor.") var noiseDevice: NoiseDevice

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(
            DPMPP2MSDESampler(solver: solverType == .heun ? .heun : .midpoint, eta: eta, noiseScale: sNoise))
    }
}
