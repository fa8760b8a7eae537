import WideProducts

/// Attention whose products are those of brain floats: scores, and their powers times the values.
///
/// Blocks of queries walk over blocks of keys as in `StreamingAttention`; the powers of a row of scores take their place.
struct BrainAttention {
    let query: UnsafePointer<Float>
    let shape: AttentionShape
    let heads: BrainHeads
    let output: UnsafeMutablePointer<Float>

    /// Queries of a block: two tiles of twelve rows, or three of eight.
    private static let queryBlock = 24
    /// Panels of keys of a block: the scores of a block of queries lie in the first-level cache.
    private static let panelBlock = 8
    /// Floats from row to row of the scores: an odd number of cache lines.
    private static let scorePitch = panelBlock * BrainHeads.panel + 16
    /// log₂ e: scores count in powers of two.
    private static let logarithm: Float = 1.442_695_04

    static func run(
        _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>, _ value: UnsafePointer<Float>,
        _ shape: AttentionShape, into output: UnsafeMutablePointer<Float>
    ) {
        ThreadPool.current.scratch.withFloats(BrainHeads.floatCount(shape)) { memory in
            let heads = BrainHeads(shape, in: memory)
            heads.fill(key, value)
            BrainAttention(query: query, shape: shape, heads: heads, output: output).run()
        }
    }

    private func run() {
        let blocks = (shape.queries + Self.queryBlock - 1) / Self.queryBlock
        let scratch = ThreadPool.current.scratch
        parallel(shape.images * shape.heads * blocks) { task in
            let (head, block) = task.quotientAndRemainder(dividingBy: blocks)
            let first = block * Self.queryBlock
            attend(first..<min(first + Self.queryBlock, shape.queries), head, scratch)
        }
    }

    /// The working memory of a block.
    private struct Block {
        /// [24, steps] words.
        let queries: UnsafeMutablePointer<UInt32>
        /// [24, pitch]: scores, then words of their powers.
        let scores: UnsafeMutablePointer<Float>
        /// [24, groups · width].
        let sums: UnsafeMutablePointer<Float>
        /// [24].
        let peaks: UnsafeMutablePointer<Float>, totals: UnsafeMutablePointer<Float>
    }

    private var sumPitch: Int { heads.groups * heads.width }

    /// - Parameter head: image times heads plus head.
    private func attend(_ queries: Range<Int>, _ head: Int, _ scratch: Scratch) {
        let rows = Self.queryBlock
        scratch.withFloats(rows * (heads.steps + Self.scorePitch + sumPitch + 2)) { memory in
            let sums = memory + rows * Self.scorePitch
            let block = Block(
                queries: UnsafeMutableRawPointer(sums + rows * (sumPitch + 2)).assumingMemoryBound(to: UInt32.self),
                scores: memory, sums: sums, peaks: sums + rows * sumPitch, totals: sums + rows * (sumPitch + 1))
            block.sums.update(repeating: 0, count: rows * sumPitch)
            block.peaks.update(repeating: -.infinity, count: rows)
            block.totals.update(repeating: 0, count: rows)
            fill(block, queries, head)
            for first in stride(from: 0, to: heads.keyPanels, by: Self.panelBlock) {
                let panels = first..<min(first + Self.panelBlock, heads.keyPanels)
                score(block, panels, head)
                raise(block, panels)
                accumulate(block, panels, head)
            }
            write(block, queries, head)
        }
    }

    private func fill(_ block: Block, _ queries: Range<Int>, _ head: Int) {
        let scale = shape.scale * Self.logarithm
        let (image, column) = (head / shape.heads, head % shape.heads * shape.headSize)
        for index in 0..<Self.queryBlock {
            let row = queries.lowerBound + min(index, queries.count - 1)
            let source = query + (image * shape.queries + row) * shape.features + column
            for step in 0..<heads.steps {
                let second = 2 * step + 1 < shape.headSize ? source[2 * step + 1] * scale : 0
                let pair = SIMD8<Float>(source[2 * step] * scale, second, 0, 0, 0, 0, 0, 0).brainFloats
                block.queries[index * heads.steps + step] = pair[0] &>> 16 | pair[1]
            }
        }
    }

    private func score(_ block: Block, _ panels: Range<Int>, _ head: Int) {
        let width = BrainHeads.panel
        for panel in panels {
            let keys = UnsafePointer(heads.keys(head: head, panel: panel))
            let column = (panel - panels.lowerBound) * width
            for row in stride(from: 0, to: Self.queryBlock, by: WordTile.rows) {
                WordTile(
                    inputs: UnsafePointer(block.queries + row * heads.steps), pitch: heads.steps, weights: keys,
                    steps: heads.steps, sums: block.scores + row * Self.scorePitch + column,
                    sumsPitch: Self.scorePitch, isFirst: true
                ).multiplyBrainFloats(perWord: 2)
            }
        }
        // The last panel is filled up with keys that there are not.
        let missing = panels.upperBound * width - shape.keys
        guard missing > 0 else { return }
        for row in 0..<Self.queryBlock {
            (block.scores + row * Self.scorePitch + panels.count * width - missing)
                .update(repeating: -.infinity, count: missing)
        }
    }

    private func raise(_ block: Block, _ panels: Range<Int>) {
        #if arch(x86_64)
            for row in 0..<Self.queryBlock {
                let correction = raiseToBrainFloats(
                    block.scores + row * Self.scorePitch, panels.count * BrainHeads.panel, peak: &block.peaks[row],
                    sum: &block.totals[row])
                guard correction != 1 else { continue }
                let sums = block.sums + row * sumPitch
                for index in stride(from: 0, to: sumPitch, by: 8) {
                    sums.store(sums.vector(at: index) * correction, at: index)
                }
            }
        #endif
    }

    private func accumulate(_ block: Block, _ panels: Range<Int>, _ head: Int) {
        let rows = heads.width == 48 ? 8 : WordTile.rows
        for group in 0..<heads.groups {
            let values = UnsafePointer(heads.values(head: head, group: group, panel: panels.lowerBound))
            for row in stride(from: 0, to: Self.queryBlock, by: rows) {
                let powers = UnsafeRawPointer(block.scores + row * Self.scorePitch).assumingMemoryBound(to: UInt32.self)
                let tile = WordTile(
                    inputs: powers, pitch: Self.scorePitch, weights: values, steps: panels.count * BrainHeads.panel / 2,
                    sums: block.sums + row * sumPitch + group * heads.width, sumsPitch: sumPitch, isFirst: false)
                if heads.width == 48 { tile.multiplyBrainFloatsBy48() } else { tile.multiplyBrainFloats(perWord: 2) }
            }
        }
    }

    private func write(_ block: Block, _ queries: Range<Int>, _ head: Int) {
        let (image, column) = (head / shape.heads, head % shape.heads * shape.headSize)
        for (index, query) in queries.enumerated() {
            let target = output + (image * shape.queries + query) * shape.features + column
            let sums = block.sums + index * sumPitch
            let factor = 1 / block.totals[index]
            let whole = shape.headSize / 8 * 8
            for feature in stride(from: 0, to: whole, by: 8) {
                target.store(sums.vector(at: feature) * factor, at: feature)
            }
            for feature in whole..<shape.headSize { target[feature] = sums[feature] * factor }
        }
    }
}
