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
        let autoencoder = try vae.autoencoder.get()
        let pictures = samples.outline.pictures(vae.outline)
        if let spare = context.spareMemory, spare < pictures.decoding {
            context.settleForLess("decoding in tiles, for memory does not suffice for whole pictures")
            let (tile, overlap) = (Self.leanTile / autoencoder.cellSize, Self.leanTile / 8 / autoencoder.cellSize)
            image = Image(pixels: try autoencoder.decode(samples.samples, tile: tile, overlap: overlap))
        } else {
            image = Image(pixels: try autoencoder.decode(samples.samples))
        }
    }
}
