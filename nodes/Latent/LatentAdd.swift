import Engine
import Tensors

/// Adds latents, number by number.
struct LatentAdd: Node {
    static let category = "model/latent/advanced"
    static let summary = "Add two latents."

    @Input("The first latents; the others take their size.") var samples1: Latent
    @Input("The latents to add.") var samples2: Latent

    @Output var sum: Latent

    func run(_ context: RunContext) throws {
        sum = samples1
        sum.samples = samples1.samples + (try samples1.matching(samples2))
    }
}
