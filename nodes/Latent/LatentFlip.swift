import Engine
import Tensors

/// Mirrors latents.
struct LatentFlip: Node {
    static let displayName = "Flip Latent"
    static let category = "model/latent/transform"
    static let summary = "Mirror latents."

    @Input("The latents.") var samples: Latent
    @Input("Which way.") var flipMethod: Mirroring

    @Output var mirrored: Latent

    func run(_ context: RunContext) throws {
        mirrored = samples
        mirrored.samples = try samples.pictures.flipped(axis: flipMethod == .vertical ? 2 : 3)
    }
}
