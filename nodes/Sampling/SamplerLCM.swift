import Diffusion
import Engine

/// The sampler of latent consistency models.
struct SamplerLCM: Node {
    static let category = "model/sampling/samplers"
    static let summary = "The sampler of latent consistency models, with fresh noise in every step."

    @Input("Factor on the fresh noise.", in: 0...64) var sNoise = 1.0
    @Input("Factor on the fresh noise of the last step.", in: 0...64) var sNoiseEnd = 1.0
    @Input("Where the noise is cut, in its standard deviations; 0 for nowhere.", in: 0...10) var noiseClipStd = 0.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(LCMSampler(noiseScale: sNoise, lastNoiseScale: sNoiseEnd, noiseLimit: noiseClipStd))
    }
}
