/// The product of input rows with packed weights, cut into blocks that fit the caches and spread over the threads.
///
/// A task takes a block of rows, packs it once (second-level cache), and walks over its weight panels; of each panel a
/// chunk at a time (first-level cache) meets all tiles of the block. How rows and panels are cut changes no result: an
/// output is always the sum of its chunks in order, each chunk a sum in order.
struct MatrixProduct {
    let rows: Int
    let weights: WeightPanels

    /// [rows, depth]: the input rows, where they may be read as they lie.
    let rowsInPlace: UnsafePointer<Float>?

    /// - Parameter input: [rows, depth] if the input rows lie like that; then tiles that are whole need no packing.
    init(rows: Int, weights: WeightPanels, input: UnsafePointer<Float>? = nil) {
        self.rows = rows
        self.weights = weights
        // Rows that are a multiple of 8 KiB apart would get in each other's way in the caches.
        rowsInPlace = weights.depth.isMultiple(of: 2048) ? nil : input
    }

    /// Copies the steps `depth` of the input row `row` to `target`.
    typealias PackRow = (_ row: Int, _ depth: Range<Int>, _ target: UnsafeMutablePointer<Float>) -> Void

    /// Writes the product to `destination`.
    func run(packRow: PackRow, into destination: Destination) {
        run(panelCount: weights.count, packRow: packRow) { work, panel, strip, isFirst, isLast in
            work.multiply(panel, into: strip, isFirst: isFirst, then: isLast ? destination : nil)
        }
    }

    /// Writes the product to `destination`; the second half of the panels holds the gates of the first.
    func run(packRow: PackRow, into destination: GatedDestination) {
        let pairs = weights.count / 2
        run(panelCount: pairs, packRow: packRow) { work, panel, strip, isFirst, isLast in
            let gates = strip + work.stripCount
            work.multiply(panel, into: strip, isFirst: isFirst, then: nil)
            work.multiply(pairs + panel, into: gates, isFirst: isFirst, then: nil)
            if isLast {
                let rows = stride(from: work.rows.lowerBound, to: work.rows.upperBound, by: 1)
                destination.write(strip, gates, rows: rows, panel: panel)
            }
        }
    }

    /// How often a product with so many rows walks over the weights.
    static func walks(rows: Int, _ weights: WeightPanels) -> Int {
        let depth = segments(of: weights.depth)[0].count
        return ProductPlan(
            rows: rows, panels: weights.count, depth: depth, threads: 1, isInPlace: weights.isInPlace
        ).rowBlocks
    }

    private func run(
        panelCount: Int, packRow: PackRow,
        multiply: (BlockProduct, Int, UnsafeMutablePointer<Float>, _ isFirst: Bool, _ isLast: Bool) -> Void
    ) {
        let pool = ThreadPool.current
        let scratch = pool.scratch
        let segments = Self.segments(of: weights.depth)
        let plan = ProductPlan(
            rows: rows, panels: panelCount, depth: segments[0].count, threads: pool.threads,
            isInPlace: weights.isInPlace)
        parallel(plan.rowBlocks * plan.columnGroups) { task in
            let rows = plan.rows(ofBlock: task / plan.columnGroups)
            let panels = plan.panels(ofGroup: task % plan.columnGroups)
            let inputCount = BlockProduct.packedCount(
                InputBlock(rows: rows.count, depth: segments[0]), isInPlace: rowsInPlace != nil)
            let stripCount = (rows.count + Tile.rows - 1) / Tile.rows * Tile.rows * WeightPanels.width
            // Sums that more segments will be added to are kept for all panels.
            let keptPanels = segments.count > 1 ? panels.count : 1
            let bufferCount = 2 * InputBlock.longestChunk * WeightPanels.width
            scratch.withFloats(inputCount + keptPanels * 2 * stripCount + bufferCount) { memory in
                let strips = memory + inputCount
                for (index, segment) in segments.enumerated() {
                    let work = BlockProduct(
                        block: InputBlock(rows: rows.count, depth: segment), weights: weights, rows: rows,
                        rowsInPlace: rowsInPlace, inputs: memory, buffer: strips + keptPanels * 2 * stripCount,
                        stripCount: stripCount)
                    work.pack(packRow)
                    for panel in panels {
                        let kept = segments.count > 1 ? panel - panels.lowerBound : 0
                        multiply(
                            work, panel, strips + kept * 2 * stripCount, index == 0, index == segments.count - 1)
                    }
                }
            }
        }
    }

    /// Cuts of the depth that leave room in the second-level cache for 240 rows: with fewer the weights would be read,
    /// and widened, too often.
    private static func segments(of depth: Int) -> [Range<Int>] {
        let longest = 2 * InputBlock.longestChunk
        let count = max(1, (depth + longest - 1) / longest)
        let length = (depth + count - 1) / count
        return (0..<count).map { min($0 * length, depth)..<min(($0 + 1) * length, depth) }
    }
}
