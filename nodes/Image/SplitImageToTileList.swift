import Engine
import Tensors

/// Cuts pictures into tiles that overlap, each run by itself.
struct SplitImageToTileList: Node {
    static let displayName = "Split Image into List of Tiles"
    static let category = "image/batch"
    static let summary = "Cut pictures into tiles that overlap; what follows is run for each."

    @Input("The pictures.") var image: Image
    @Input("Width of a tile, in pixels.", in: 64...16_384) var tileWidth = 1024
    @Input("Height of a tile, in pixels.", in: 64...16_384) var tileHeight = 1024
    @Input("Pixels that tiles share with their neighbours; three quarters of a tile at most.", in: 0...4096)
    var overlap = 128

    @Output var tiles: [Image]

    func run(_ context: RunContext) {
        let grid = TileGrid(
            height: image.pixels.shape[1], width: image.pixels.shape[2], tileHeight: tileHeight, tileWidth: tileWidth,
            overlap: overlap)
        tiles = grid.tiles.map { Image(pixels: image.pixels.window($0.rows, $0.columns, axes: (1, 2))) }
    }
}
