import Diffusion
import Engine

/// DPM-Solver that chooses its steps by itself.
struct SamplerDPMAdaptative: Node {
    static let category = "model/sampling/samplers"
    static let summary = "DPM-Solver with steps as long as a tolerance allows."

    @Input("2 or 3; higher ones take fewer and dearer steps.", in: 2...3) var order = 3
    @Input("Relative tolerance of a step.", in: 0...100) var rtol = 0.05
    @Input("Absolute tolerance of a step.", in: 0...100) var atol = 0.0078
    @Input("The first step, in half the logarithm of the signal-to-noise ratio.", in: 0...100) var hInit = 0.05
    @Input("Proportional part of the step size control.", in: 0...100) var pcoeff = 0.0
    @Input("Integral part of the step size control.", in: 0...100) var icoeff = 1.0
    @Input("Differential part of the step size control.", in: 0...100) var dcoeff = 0.0
    @Input("How good a step must be to be taken.", in: 0...100) var acceptSafety = 0.81
    @Input("How much of the noise is fresh.", in: 0...100) var eta = 0.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(
            DPMAdaptiveSampler(
                order: order, relativeTolerance: rtol, absoluteTolerance: atol, firstStep: hInit,
                control: (pcoeff, icoeff, dcoeff), acceptance: acceptSafety, eta: eta, noiseScale: sNoise))
    }
}
