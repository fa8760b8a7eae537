/// The product of input rows with packed weights, cut into blocks that fit the caches and spread over the threads.
///
/// A task takes a block of rows, packs it once (second-level cache), and walks over its weight panels; of each panel a
/// chunk at a time (first-level cache) meets all tiles of the block. How rows and panels are cut changes no result: an
/// output is always the sum of its chunks in order, each chunk a sum in order.
struct MatrixProduct {
    let rows: Int
    let weights: WeightPanels

    /// Whether the second half of the panels holds gates: then panels are multiplied and finished in pairs.
    var isGated = false

    /// Copies the steps `depth` of the input row `row` to `target`.
    typealias PackRow = (_ row: Int, _ depth: Range<Int>, _ target: UnsafeMutablePointer<Float>) -> Void

    /// Writes the sums of a strip into the output.
    ///
    /// - Shapes: `strip` [rows, 16] of the block's rows, `gates` as well.
    typealias Finish = (
        _ strip: UnsafePointer<Float>, _ gates: UnsafePointer<Float>, _ rows: Range<Int>, _ panel: Int
    ) -> Void

    func run(packRow: PackRow, finish: Finish) {
        let pool = ThreadPool.current
        let scratch = pool.scratch
        let panelCount = isGated ? weights.count / 2 : weights.count
        let plan = Plan(rows: rows, panels: panelCount, depth: weights.depth, threads: pool.threads)
        parallel(plan.rowBlocks * plan.columnGroups) { task in
            let rows = plan.rows(ofBlock: task / plan.columnGroups)
            let panels = plan.panels(ofGroup: task % plan.columnGroups)
            let block = InputBlock(rows: rows.count, depth: 0..<weights.depth)
            let stripCount = block.tiles * Tile.rows * WeightPanels.width
            let bufferCount = InputBlock.longestChunk * WeightPanels.width
            scratch.withFloats(block.floatCount + 2 * stripCount + bufferCount) { memory in
                let strip = memory + block.floatCount
                let gates = strip + stripCount
                let buffer = gates + stripCount
                pack(rows, in: block, into: memory, packRow)
                for panel in panels {
                    multiply(block, at: memory, by: panel, into: strip, buffer: buffer)
                    if isGated { multiply(block, at: memory, by: panelCount + panel, into: gates, buffer: buffer) }
                    finish(strip, gates, rows, panel)
                }
            }
        }
    }

    private func pack(
        _ rows: Range<Int>, in block: InputBlock, into memory: UnsafeMutablePointer<Float>, _ packRow: PackRow
    ) {
        for (chunk, depth) in block.chunks.enumerated() {
            for index in 0..<block.tiles * Tile.rows {
                // The last tile is filled up with copies of the last row; their sums are not used.
                let row = rows.lowerBound + min(index, rows.count - 1)
                packRow(row, depth, memory + block.offset(row: index, chunk: chunk))
            }
        }
    }

    private func multiply(
        _ block: InputBlock, at memory: UnsafePointer<Float>, by panel: Int, into strip: UnsafeMutablePointer<Float>,
        buffer: UnsafeMutablePointer<Float>
    ) {
        for (chunk, depth) in block.chunks.enumerated() {
            let panel = weights.floats(panel: panel, depth: depth, buffer: buffer)
            for tile in 0..<block.tiles {
                let inputs = memory + (tile * block.chunks.count + chunk) * InputBlock.chunkStride
                let target = strip + tile * Tile.rows * WeightPanels.width
                if block.rows - tile * Tile.rows > ShortTile.rows {
                    Tile(inputs, panel, depth: depth.count).store(to: target, first: chunk == 0)
                } else {
                    ShortTile(inputs, panel, depth: depth.count).store(to: target, first: chunk == 0)
                }
            }
        }
    }
}

extension MatrixProduct {
    /// How the work is cut into tasks. No result depends on it.
    private struct Plan {
        let rows: Int
        let rowsPerBlock: Int
        let rowBlocks: Int
        let panels: Int
        let panelsPerGroup: Int
        let columnGroups: Int

        init(rows: Int, panels: Int, depth: Int, threads: Int) {
            self.rows = rows
            self.panels = panels

            // A packed block takes up to 640 KiB; below 48 rows the weights would be read too often.
            let most = min(max(160_000 / max(1, depth), 48), 240)
            let blocks = (rows + most - 1) / most
            let even = (rows + blocks - 1) / blocks
            rowsPerBlock = (even + Tile.rows - 1) / Tile.rows * Tile.rows
            rowBlocks = (rows + rowsPerBlock - 1) / rowsPerBlock

            // Enough tasks that the threads end at about the same time, but none so narrow that packing weighs in, and
            // only one where waking another thread takes longer than the work.
            let work = rows * depth * panels * WeightPanels.width
            let wanted = work < 200_000 ? 1 : (8 * threads + rowBlocks - 1) / rowBlocks
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
}
