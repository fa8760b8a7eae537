import Engine
import Tensors

/// Whether the images of a batch get noise of their own.
enum SeedBehavior: String, Choice {
    case random
    case fixed
}

/// Says whether the images of a batch get the same noise.
struct LatentBatchSeedBehavior: Node {
    static let category = "model/latent/advanced"
    static let summary = "Give every image of a batch the same noise, or each its own."

    @Input("The latents.") var samples: Latent
    @Input("Each its own noise, or the same for all.") var seedBehavior = SeedBehavior.fixed

    @Output var changed: Latent

    func run(_ context: RunContext) {
        changed = samples
        changed.batchIndex =
            seedBehavior == .random
            ? nil : Array(repeating: samples.batchIndex?.first ?? 0, count: samples.samples.shape[0])
    }
}
