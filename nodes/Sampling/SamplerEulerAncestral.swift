import Diffusion
import Engine

/// Euler's method with fresh noise in every step.
struct SamplerEulerAncestral: Node {
    static let category = "model/sampling/samplers"
    static let summary = "Euler's method with fresh noise in every step."

    @Input("How much of the noise is fresh.", in: 0...100) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...100) var sNoise = 1.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(EulerAncestralSampler(eta: eta, noiseScale: sNoise))
    }
}
