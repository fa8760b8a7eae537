import Engine
import Foundation
import Tensors

/// Puts tiles together again; where they overlap, each counts the more, the nearer its middle is.
struct ImageMergeTileList: Node {
    static let displayName = "Merge List of Tiles to Image"
    static let category = "image/batch"
    static let summary = "Put the tiles of a picture together again, without seams where they overlap."

    @Input("The tiles, in the order in which they were cut.") var imageList: [Image]
    @Input("Width of the picture, in pixels.", in: 64...32_768) var finalWidth = 1024
    @Input("Height of the picture, in pixels.", in: 64...32_768) var finalHeight = 1024
    @Input("Pixels that tiles share with their neighbours.", in: 0...4096) var overlap = 128

    @Output var merged: Image

    func run(_ context: RunContext) throws {
        guard let first = imageList.first?.pixels else { throw GridError.noPictures }
        let (tileHeight, tileWidth) = (first.shape[1], first.shape[2])
        let grid = TileGrid(
            height: finalHeight, width: finalWidth, tileHeight: tileHeight, tileWidth: tileWidth, overlap: overlap)
        let shape = [first.shape[0], finalHeight, finalWidth, first.shape[3]]
        var sum = [Float](repeating: 0, count: shape.reduce(1, *))
        var weights = [Float](repeating: 0, count: finalHeight * finalWidth)
        let (down, across) = (Self.fading(tileHeight, overlap), Self.fading(tileWidth, overlap))
        for (tile, place) in zip(imageList.map(\.pixels), grid.tiles) {
            guard tile.shape[0] == first.shape[0], tile.shape[3] == first.shape[3] else { throw GridError.unequalTiles }
            try context.checkCancellation()
            let rows = min(place.rows.count, tile.shape[1])
            let columns = min(place.columns.count, tile.shape[2])
            let (pixels, channels) = (tile.array, tile.shape[3])
            for row in 0..<rows {
                for column in 0..<columns {
                    let weight = down[row] * across[column]
                    let cell = (place.rows.lowerBound + row) * finalWidth + place.columns.lowerBound + column
                    weights[cell] += weight
                    for picture in 0..<tile.shape[0] {
                        let from = ((picture * tile.shape[1] + row) * tile.shape[2] + column) * channels
                        let to = (picture * finalHeight * finalWidth + cell) * channels
                        for channel in 0..<channels { sum[to + channel] += pixels[from + channel] * weight }
                    }
                }
            }
        }
        let channels = shape[3]
        for index in sum.indices {
            let weight = weights[index / channels % weights.count]
            if weight != 0 { sum[index] /= weight }
        }
        merged = Image(pixels: Tensor(sum, shape: shape))
    }

    /// How much each of `count` rows counts: half a sine; all the same where nothing overlaps.
    private static func fading(_ count: Int, _ overlap: Int) -> [Float] {
        guard overlap > 0 else { return [Float](repeating: 1, count: count) }
        // The number next to pi; `Float.pi` is the one below.
        let half = Float(Double.pi)
        return evenScales(count, from: 0, to: 1).map { max(Float(sin(Double(half * $0))), 1e-5) }
    }
}
