import Diffusion
import Engine

/// Euler's method with fresh noise, along the prediction for the negative prompt (CFG++).
struct SamplerEulerAncestralCFGPP: Node {
    static let displayName = "SamplerEulerAncestralCFG++"
    static let category = "model/sampling/samplers"
    static let summary = "Euler's method with fresh noise in every step, for low guidance scales (CFG++)."

    @Input("How much of the noise is fresh.", in: 0...1) var eta = 1.0
    @Input("Factor on the fresh noise.", in: 0...10) var sNoise = 1.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(EulerAncestralCFGPPSampler(eta: eta, noiseScale: sNoise))
    }
}
