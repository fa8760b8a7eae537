/// How a block of input rows lies in scratch memory: in tiles of six rows, cut along the depth into chunks.
///
/// - Layout: [tiles, chunks, 6, pitch]. A chunk of six rows and the matching chunk of a weight panel fit the first-level
///   cache together; the rows of a chunk are a constant `pitch` apart, so that one register addresses all six.
struct InputBlock {
    /// Longest chunk: 320 steps of a panel are 20 KiB, of six rows 8 KiB.
    static let longestChunk = 320

    /// Floats from row to row: an odd number of cache lines, so that rows spread over the cache's sets.
    static let pitch = 336

    /// Floats from chunk to chunk.
    static let chunkStride = Tile.rows * pitch

    let chunks: [Range<Int>]
    let rows: Int

    /// - Parameter depth: the steps that the block covers.
    init(rows: Int, depth: Range<Int>) {
        self.rows = rows
        let count = max(1, (depth.count + Self.longestChunk - 1) / Self.longestChunk)
        let length = (depth.count + count - 1) / count
        chunks = (0..<count).map { chunk in
            let start = min(depth.lowerBound + chunk * length, depth.upperBound)
            return start..<min(start + length, depth.upperBound)
        }
    }

    var tiles: Int { (rows + Tile.rows - 1) / Tile.rows }
    var floatCount: Int { tiles * chunks.count * Self.chunkStride }

    /// Where a row's part of a chunk begins.
    @inline(__always)
    func offset(row: Int, chunk: Int) -> Int {
        ((row / Tile.rows) * chunks.count + chunk) * Self.chunkStride + (row % Tile.rows) * Self.pitch
    }
}
