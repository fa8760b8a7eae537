import Engine
import Models
import Tensors

/// Turns latents into pictures tile by tile, which needs less memory.
struct VAEDecodeTiled: Node {
    static let displayName = "VAE Decode (Tiled)"
    static let category = "model/latent"
    static let summary = "Turn latents into pictures in tiles, for less memory."

    @Input("The latents.") var samples: Latent
    @Input("The VAE.") var vae: VAE
    @Input("Side of a tile, in pixels.", in: 64...4096, step: 32) var tileSize = 512
    @Input("Overlap of neighbouring tiles, in pixels.", in: 0...4096, step: 32) var overlap = 64
    @Input("Frames of a tile; for videos only.", in: 8...4096, step: 4) var temporalSize = 64
    @Input("Overlap in frames; for videos only.", in: 4...4096, step: 4) var temporalOverlap = 8

    @Output var image: Image

    func run(_ context: RunContext) throws {
        let autoencoder = try vae.autoencoder.get()
        let cell = autoencoder.cellSize
        let shared = tileSize < overlap * 4 ? tileSize / 4 : overlap
        image = Image(pixels: try autoencoder.decode(samples.samples, tile: tileSize / cell, overlap: shared / cell))
    }
}
