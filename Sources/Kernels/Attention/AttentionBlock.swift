/// A block of queries of one head, and the working memory of its walk over the keys.
struct AttentionBlock {
    let queries: Range<Int>

    /// Image times heads plus head.
    let head: Int

    /// Panels of sixteen features of the head's values.
    let panels: Int

    let inputs: InputBlock

    /// The queries, scaled, laid out as `inputs` says.
    let packed: UnsafeMutablePointer<Float>

    /// [tiles, 6, pitch]: the scores of the current block of keys, then their exponentials.
    let scores: UnsafeMutablePointer<Float>

    /// [panels, rows, 16]: weighted sums of values.
    let sums: UnsafeMutablePointer<Float>

    let softmax: RunningSoftmax

    var rows: Int { inputs.tiles * Tile.rows }

    static func panels(_ headSize: Int) -> Int { (headSize + WeightPanels.width - 1) / WeightPanels.width }

    @inline(__always)
    func scores(row: Int) -> UnsafeMutablePointer<Float> {
        scores + (row / Tile.rows) * InputBlock.chunkStride + (row % Tile.rows) * InputBlock.pitch
    }

    @inline(__always)
    func sums(row: Int, panel: Int) -> UnsafeMutablePointer<Float> {
        sums + (panel * rows + row) * WeightPanels.width
    }

    /// Turns a row of scores into exponentials and rescales what the row has summed up before.
    @inline(__always)
    func normalize(row: Int, keys: Int) {
        let correction = softmax.update(row: row, scores: scores(row: row), keys: keys)
        guard correction != 1 else { return }
        for panel in 0..<panels {
            let sums = sums(row: row, panel: panel)
            sums.store(sums.vector(at: 0) * correction, at: 0)
            sums.store(sums.vector(at: 8) * correction, at: 8)
        }
    }
}
