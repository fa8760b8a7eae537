import Diffusion
import Engine

/// How a step of second order is made.
enum SeedsSolver: String, Choice {
    case phi1 = "phi_1"
    case phi2 = "phi_2"
}

/// SEEDS of second order.
struct SamplerSEEDS2: Node {
    static let category = "model/sampling/samplers"
    static let summary = "An exponential method with noise and two calls of the model in each step."

    @Input("How the steps are combined.") var solverType: SeedsSolver
    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0
    @Input("Where in a step the second call lies.", in: 0.01...1) var r = 0.5

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(
            SEEDS2Sampler(solver: solverType == .phi1 ? .phi1 : .phi2, eta: eta, noiseScale: sNoise, middle: r))
    }
}
