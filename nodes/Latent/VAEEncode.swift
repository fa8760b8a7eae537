import Engine
import Models

/// Turns pictures into latents.
struct VAEEncode: Node {
    static let displayName = "VAE Encode"
    static let category = "model/latent"
    static let summary = "Turn pictures into latents; sizes are cut to a multiple of the VAE's cell."

    @Input("The pictures.") var pixels: Image
    @Input("The VAE.") var vae: VAE

    @Output var latent: Latent

    func run(_ context: RunContext) throws {
        latent = Latent(samples: try vae.autoencoder.get().encode(pixels.pixels))
    }
}
