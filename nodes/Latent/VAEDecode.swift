import Engine
import Models

/// Turns latents into pictures.
struct VAEDecode: Node {
    static let displayName = "VAE Decode"
    static let category = "model/latent"
    static let summary = "Turn latents into pictures."

    @Input("The latents.") var samples: Latent
    @Input("The VAE.") var vae: VAE

    @Output var image: Image

    func run(_ context: RunContext) throws {
        image = Image(pixels: try vae.autoencoder.get().decode(samples.samples))
    }
}
