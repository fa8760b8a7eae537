import Engine
import Tensors

/// Subtracts latents, number by number.
struct LatentSubtract: Node {
    static let category = "model/latent/advanced"
    static let summary = "Subtract one latent from another."

    @Input("The first latents; the others take their size.") var samples1: Latent
    @Input("The latents to subtract.") var samples2: Latent

    @Output var difference: Latent

    func run(_ context: RunContext) throws {
        difference = samples1
        difference.samples = samples1.samples - (try samples1.matching(samples2))
    }
}
