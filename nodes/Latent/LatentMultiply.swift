import Engine
import Tensors

/// Scales latents.
struct LatentMultiply: Node {
    static let category = "model/latent/advanced"
    static let summary = "Multiply every number of latents."

    @Input("The latents.") var samples: Latent
    @Input("The factor.", in: -10...10) var multiplier = 1.0

    @Output var scaled: Latent

    func run(_ context: RunContext) {
        scaled = samples
        scaled.samples = samples.samples * Float(multiplier)
    }
}
