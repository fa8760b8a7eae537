/// How the work is cut into tasks. No result depends on it.
struct ProductPlan {
    let rows: Int
    let rowsPerBlock: Int
    let rowBlocks: Int
    let panels: Int
    let panelsPerGroup: Int
    let columnGroups: Int

    init(rows: Int, panels: Int, depth: Int, threads: Int, isInPlace: Bool) {
        self.rows = rows
        self.panels = panels

        // A packed block takes up to 650 KiB, and beside it lie the weights; those that are turned whenever they are met are
        // to be met seldom. Several blocks come in a number that all threads can share evenly.
        let most = min(154_000 / max(1, depth), isInPlace ? 240 : 180)
        var blocks = (rows + most - 1) / most
        if blocks > 1 { blocks = (blocks + threads - 1) / threads * threads }
        let even = (rows + blocks - 1) / blocks
        rowsPerBlock = (even + Tile.rows - 1) / Tile.rows * Tile.rows
        rowBlocks = (rows + rowsPerBlock - 1) / rowsPerBlock

        // Enough tasks that the threads end at about the same time, but none so narrow that packing weighs in, and only
        // one where waking another thread takes longer than the work.
        let work = rows * depth * panels * WeightPanels.width
        let wanted = work < 200_000 ? 1 : (4 * threads + rowBlocks - 1) / rowBlocks
        let narrowest = rows <= 2 * Tile.rows ? 2 : 8
        let groups = max(1, min(wanted, panels / narrowest))
        panelsPerGroup = (panels + groups - 1) / groups
        columnGroups = (panels + panelsPerGroup - 1) / panelsPerGroup
    }

    func rows(ofBlock block: Int) -> Range<Int> {
        block * rowsPerBlock..<min((block + 1) * rowsPerBlock, rows)
    }

    func panels(ofGroup group: Int) -> Range<Int> {
        group * panelsPerGroup..<min((group + 1) * panelsPerGroup, panels)
    }
}
