/// Where tiles lie that cover a picture and overlap.
struct TileGrid {
    struct Tile: Equatable {
        let rows: Range<Int>, columns: Range<Int>
    }

    let tiles: [Tile]

    /// - Source: `get_grid_coords` in ComfyUI's `nodes_images.py`: the last tile of a row or column ends where the picture does.
    init(height: Int, width: Int, tileHeight: Int, tileWidth: Int, overlap: Int) {
        let rows = Self.ranges(height, tile: tileHeight, overlap: overlap)
        let columns = Self.ranges(width, tile: tileWidth, overlap: overlap)
        tiles = rows.flatMap { rows in columns.map { Tile(rows: rows, columns: $0) } }
    }

    private static func ranges(_ length: Int, tile: Int, overlap: Int) -> [Range<Int>] {
        let stride = max(1, pythonRound(max(Double(tile) * 0.25, Double(tile - overlap))))
        var ranges: [Range<Int>] = []
        var start = 0
        while start < length {
            let end = min(start + tile, length)
            ranges.append(max(0, end - tile)..<end)
            if end >= length { break }
            start += stride
        }
        return ranges
    }
}
