/// The product of input rows with weights by one level of `StrassenScheme`: an eighth fewer multiplications than `MatrixProduct`.
///
/// Nothing is kept of the scheme but in the caches: pairs of rows are summed while they are packed, weights while they are turned
/// into panels, and a register tile adds its results to the one or two blocks that want them. Even rows are paired with the odd
/// ones that follow, panels with their neighbours (values with their gates), the halves of the depth with one another, chunk by
/// chunk; how rows and panels are cut into blocks and groups changes no result. A row's rounding depends on the row that it is
/// paired with: an error is small beside the larger of the two.
///
/// - Accuracy: twice the error of a plain product (6.5e-7 of the result's length in place of 3.2e-7); NMSE below 1e-12 against
///   `Oracle.linear`.
/// - Source: Huang, Smith, Henry and van de Geijn 2016, "Strassen's algorithm reloaded".
struct StrassenProduct {
    /// [rows, depth].
    let input: UnsafePointer<Float>

    let rows: Int
    let weights: WeightPanels

    /// Whether it takes less time than a plain product: sums of weights want many rows to pay, sums of rows many outputs, and the
    /// ends of tiles many steps.
    static func pays(rows: Int, _ weights: WeightPanels) -> Bool {
        rows >= 512 && weights.outputs >= 256 && weights.depth >= 256 && weights.depth.isMultiple(of: 2)
    }

    /// Writes the product to `destination`.
    func run(into destination: Destination) {
        let count = weights.count
        run(
            pairs: (count + 1) / 2, panels: { (2 * $0, 2 * $0 + 1 < count ? 2 * $0 + 1 : nil) },
            into: destination,
            awaiting: { row, pair in
                destination.prefetch(row: row, panel: 2 * pair)
                destination.prefetch(row: row, panel: 2 * pair + 1)
            }
        ) { strips, stripCount, rows, panels in
            // The last pair of panels, where the outputs do not fill it.
            for index in 0..<rows.count {
                let strip = strips + (index % 2) * 2 * stripCount + index / 2 * WeightPanels.width
                let row = rows.lowerBound + index
                destination.write(strip, 0..<1, from: row, panel: panels.first)
                if let second = panels.second { destination.write(strip + stripCount, 0..<1, from: row, panel: second) }
            }
        }
    }

    /// Writes the product to `destination`; the second half of the panels holds the gates of the first.
    func run(into destination: GatedDestination) {
        let pairs = weights.count / 2
        run(
            pairs: pairs, panels: { ($0, pairs + $0) }, into: nil,
            awaiting: { row, pair in destination.prefetch(row: row, panel: pair) }
        ) { strips, stripCount, rows, panels in
            for odd in 0..<min(2, rows.count) {
                let values = strips + odd * 2 * stripCount
                destination.write(
                    values, values + stripCount, rows: stride(from: rows.lowerBound + odd, to: rows.upperBound, by: 2),
                    panel: panels.first)
            }
        }
    }

    /// Turns the results of a block of rows with a pair of panels into outputs.
    ///
    /// - Shapes: `strips` [4, stripCount]: even rows by the first and the second panel, odd rows likewise.
    private typealias Finish = (
        _ strips: UnsafePointer<Float>, _ stripCount: Int, _ rows: Range<Int>, _ panels: (first: Int, second: Int?)
    ) -> Void

    /// Asks for the memory that the results of a row with a pair of panels will go to.
    private typealias Await = (_ row: Int, _ pair: Int) -> Void

    /// Writes results with pairs of whole panels to `destination`, if there is one; other results go to `finish`.
    private func run(
        pairs: Int, panels: @escaping (_ pair: Int) -> (first: Int, second: Int?), into destination: Destination?,
        awaiting: @escaping Await, else finish: Finish
    ) {
        let pool = ThreadPool.current
        let scratch = pool.scratch
        let chunks = InputBlock(rows: 0, depth: 0..<weights.depth / 2).chunks
        let pairCount = StrassenPanels.count(chunks)
        let plan = StrassenPlan(
            rows: rows, pairs: pairs, bytesPerPair: pairCount * MemoryLayout<Float>.stride, threads: pool.threads)
        scratch.withFloats(plan.copies * plan.pairsPerRound * pairCount) { memory in
            for first in stride(from: 0, to: pairs, by: plan.pairsPerRound) {
                let round = first..<min(first + plan.pairsPerRound, pairs)
                let copies = (0..<plan.copies).map { copy in
                    StrassenPanels(
                        weights: weights, pairs: round, panels: panels, chunks: chunks,
                        floats: memory + copy * plan.pairsPerRound * pairCount)
                }
                parallel(copies.count * round.count) { index in
                    copies[index / round.count].fill(first + index % round.count)
                }
                parallel(plan.parts * plan.blocks) { index in
                    let (part, block) = (index / plan.blocks, index % plan.blocks)
                    let start = first + round.count * part / plan.parts
                    let end = first + round.count * (part + 1) / plan.parts
                    multiply(
                        block: block, of: plan.blocks, by: copies[block * copies.count / plan.blocks],
                        pairs: start..<end, scratch, into: destination, awaiting: awaiting, else: finish)
                }
            }
        }
    }

    private func multiply(
        block: Int, of blocks: Int, by group: StrassenPanels, pairs: Range<Int>, _ scratch: Scratch,
        into destination: Destination?, awaiting: @escaping Await, else finish: Finish
    ) {
        let all = StrassenBlock.tiles(rows: rows)
        let (first, last) = (block * all / blocks, (block + 1) * all / blocks)
        let rows = 2 * Tile.rows * first..<min(2 * Tile.rows * last, self.rows)
        guard !rows.isEmpty, !pairs.isEmpty else { return }
        let chunks = group.chunks
        let inputCount = StrassenBlock.inputCount(tiles: last - first)
        let stripCount = StrassenBlock.stripCount(tiles: last - first)
        // Results that more chunks will be added to are kept for all panels.
        let keptPairs = chunks.count > 1 ? pairs.count : 1
        scratch.withFloats(inputCount + keptPairs * 4 * stripCount) { memory in
            for chunk in chunks.indices {
                let block = StrassenBlock(rows: rows, chunk: chunk, of: chunks, inputs: memory)
                block.pack(input)
                let isLast = chunk == chunks.count - 1
                for pair in pairs {
                    let kept = keptPairs > 1 ? pair - pairs.lowerBound : 0
                    let strips = memory + inputCount + kept * 4 * stripCount
                    let direct = isLast && destination?.isWhole(2 * pair + 1) == true ? destination : nil
                    block.multiply(
                        pair, of: group, into: strips, then: direct, askFor: isLast ? { awaiting($0, pair) } : nil)
                    if isLast, direct == nil { finish(strips, stripCount, rows, group.panels(pair)) }
                }
            }
        }
    }
}
