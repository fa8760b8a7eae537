import WideProducts

/// How a product of words is cut into tasks. No result depends on it.
struct WordPlan {
    private let rows: Int
    private let panels: Int
    let rowsPerBlock: Int
    let blocks: Int
    private let panelsPerGroup: Int
    let groups: Int

    /// Bytes of a block of rows, which lies in the second-level cache beside weights and sums.
    private static let mostBytes = 500_000

    init(rows: Int, panels: Int, format: WordFormat, threads: Int) {
        self.rows = rows
        self.panels = panels
        let tile = WordTile.rows
        let most = max(2 * tile, min(20 * tile, Self.mostBytes / (format.chunks.count * format.pitch * 4)))
        var blocks = (rows + most - 1) / most
        // Several blocks come in a number that all threads can share evenly.
        if blocks > 1 { blocks = (blocks + threads - 1) / threads * threads }
        let even = (rows + blocks - 1) / blocks
        rowsPerBlock = (even + tile - 1) / tile * tile
        self.blocks = (rows + rowsPerBlock - 1) / rowsPerBlock
        // Enough tasks that the threads end at about the same time.
        let wanted = (4 * threads + self.blocks - 1) / self.blocks
        panelsPerGroup = max((panels + wanted - 1) / max(wanted, 1), min(panels, 2))
        groups = (panels + panelsPerGroup - 1) / panelsPerGroup
    }

    func rows(ofBlock block: Int) -> Range<Int> { block * rowsPerBlock..<min((block + 1) * rowsPerBlock, rows) }

    func panels(ofGroup group: Int) -> Range<Int> {
        group * panelsPerGroup..<min((group + 1) * panelsPerGroup, panels)
    }
}
