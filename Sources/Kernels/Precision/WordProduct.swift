import WideProducts

/// The product of rows of input with weights, both rounded to words, cut into blocks and spread over the threads.
///
/// A task takes a block of rows and walks over panels of weights; of each panel a chunk of the depth at a time meets all
/// tiles of the block. How the work is cut changes no result: an output is always the sum of its chunks in order.
struct WordProduct {
    let rows: Int
    let depth: Int
    /// [rows, depth].
    let input: UnsafePointer<Float>
    let panels: WordPanels

    private var format: WordFormat { panels.format }

    /// Calls `finish` with the sums of a tile, [12, 32], for every tile and panel.
    typealias Finish = (_ sums: UnsafePointer<Float>, _ rows: Range<Int>, _ panel: Int) -> Void
    /// The same for a panel of values and its panel of gates, which the second half of the panels holds.
    typealias FinishPair = (
        _ values: UnsafePointer<Float>, _ gates: UnsafePointer<Float>, _ rows: Range<Int>, _ panel: Int
    ) -> Void

    func run(_ finish: Finish) {
        run(panels: panels.count, strips: 1) { block, panel, strip in
            multiply(block, panel, into: strip) { finish($0, $1, panel) }
        }
    }

    func run(pairs finish: FinishPair) {
        let half = panels.count / 2
        run(panels: half, strips: 2) { block, panel, strip in
            let values = strip + block.rows.tiles * WordTile.rows * WordTile.outputs
            multiply(block, panel, into: values) { _, _ in }
            multiply(block, half + panel, into: strip) { sums, rows in
                finish(values + (sums - UnsafePointer(strip)), sums, rows, panel)
            }
        }
    }

    /// A block of rows: the rows themselves, and the first of them.
    private struct Block {
        let rows: WordRows
        let first: Int
    }

    private func run(
        panels: Int, strips: Int, _ work: (Block, _ panel: Int, _ strip: UnsafeMutablePointer<Float>) -> Void
    ) {
        let pool = ThreadPool.current
        let plan = WordPlan(rows: rows, panels: panels, format: format, threads: pool.threads)
        let blockFloats = WordRows.floatCount(format, rows: plan.rowsPerBlock)
        let stripFloats = strips * plan.rowsPerBlock * WordTile.outputs
        func block(_ index: Int, in memory: UnsafeMutablePointer<Float>) -> Block {
            let rows = plan.rows(ofBlock: index)
            return Block(rows: WordRows(format, count: rows.count, in: memory), first: rows.lowerBound)
        }
        func fill(_ block: Block, _ tiles: Range<Int>) {
            block.rows.fill(tiles, from: input + block.first * depth, depth: depth)
        }
        guard plan.groups > 1 else {
            return parallel(plan.blocks) { index in
                pool.scratch.withFloats(blockFloats + stripFloats) { memory in
                    let block = block(index, in: memory)
                    fill(block, 0..<block.rows.tiles)
                    for panel in 0..<panels { work(block, panel, memory + blockFloats) }
                }
            }
        }
        // Several tasks want the same rows: they are rounded once, before.
        pool.scratch.withFloats(plan.blocks * blockFloats) { memory in
            let blocks = (0..<plan.blocks).map { block($0, in: memory + $0 * blockFloats) }
            let most = plan.rowsPerBlock / WordTile.rows
            parallelChunks(plan.blocks * most, atLeast: max(1, elementsWorthSharing / (WordTile.rows * depth))) {
                tiles in
                for tile in tiles where tile % most < blocks[tile / most].rows.tiles {
                    fill(blocks[tile / most], tile % most..<tile % most + 1)
                }
            }
            parallel(plan.blocks * plan.groups) { task in
                let (index, group) = task.quotientAndRemainder(dividingBy: plan.groups)
                pool.scratch.withFloats(stripFloats) { strip in
                    for panel in plan.panels(ofGroup: group) { work(blocks[index], panel, strip) }
                }
            }
        }
    }

    /// - Parameter done: called with each tile's sums, and its rows, when they are complete.
    private func multiply(
        _ block: Block, _ panel: Int, into strip: UnsafeMutablePointer<Float>,
        _ done: (_ sums: UnsafePointer<Float>, _ rows: Range<Int>) -> Void
    ) {
        let rows = block.rows
        let last = format.chunks.count - 1
        for (chunk, range) in format.chunks.enumerated() {
            let weights = panels.words(panel: panel, chunk: chunk)
            let steps = format.words(range.count)
            for tile in 0..<rows.tiles {
                let sums = strip + tile * WordTile.rows * WordTile.outputs
                let product = WordTile(
                    inputs: rows.words(tile: tile, chunk: chunk), pitch: format.pitch, weights: weights, steps: steps,
                    sums: sums, isFirst: chunk == 0)
                if format.isBytes {
                    product.multiplyBytes(
                        ByteScales(
                            inputs: rows.factors(tile: tile, chunk: chunk),
                            weights: panels.factors(panel: panel, chunk: chunk),
                            starts: rows.starts(tile: tile, chunk: chunk)),
                        perWord: format.perWord)
                } else {
                    product.multiplyBrainFloats(perWord: format.perWord)
                }
                if chunk == last {
                    let first = tile * WordTile.rows
                    done(sums, block.first + first..<block.first + min(first + WordTile.rows, rows.count))
                }
            }
        }
    }
}
