import Engine
import Models
import Tensors

/// Turns pictures into latents tile by tile, which needs less memory.
struct VAEEncodeTiled: Node {
    static let displayName = "VAE Encode (Tiled)"
    static let category = "model/latent"
    static let summary = "Turn pictures into latents in tiles, for less memory."

    @Input("The pictures.") var pixels: Image
    @Input("The VAE.") var vae: VAE
    @Input("Side of a tile, in pixels.", in: 64...4096, step: 64) var tileSize = 512
    @Input("Overlap of neighbouring tiles, in pixels.", in: 0...4096, step: 32) var overlap = 64
    @Input("Frames of a tile; for videos only.", in: 8...4096, step: 4) var temporalSize = 64
    @Input("Overlap in frames; for videos only.", in: 4...4096, step: 4) var temporalOverlap = 8

    @Output var latent: Latent

    func run(_ context: RunContext) throws {
        // The narrowest of the three shapes of tile is half as wide.
        guard tileSize / 2 > overlap else { throw TilingError.overlapTooLarge(overlap: overlap, tile: tileSize / 2) }
        latent = Latent(samples: try vae.autoencoder.get().encode(pixels.pixels, tile: tileSize, overlap: overlap))
    }
}

/// Why a picture cannot be cut into tiles.
enum TilingError: Error, Hashable, CustomStringConvertible {
    case overlapTooLarge(overlap: Int, tile: Int)

    var description: String {
        switch self {
        case .overlapTooLarge(let overlap, let tile):
            "the tiles: an overlap of \(overlap) leaves nothing of a tile of \(tile). Use larger tiles or a smaller overlap."
        }
    }
}
