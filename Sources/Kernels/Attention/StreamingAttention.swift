/// One attention, cut into blocks of queries that walk over blocks of keys.
struct StreamingAttention {
    let query: UnsafePointer<Float>
    let key: UnsafePointer<Float>
    let value: UnsafePointer<Float>
    let mask: UnsafePointer<Float>?
    let choice: MaskChoice

    let shape: AttentionShape
    let output: UnsafeMutablePointer<Float>

    /// Queries of a block: six tiles, whose scores lie mostly in the first-level cache.
    private static let queryBlock = 36

    /// Keys of a block: many, since a row of scores has its maximum taken and its sums corrected once a block.
    private static let keyBlock = 320

    /// log₂ e: scores count in powers of two.
    private static let logarithm: Float = 1.442_695_04

    func run() {
        let pool = ThreadPool.current
        pool.scratch.withFloats(HeadPanels.floatCount(shape)) { memory in
            let panels = HeadPanels(keys: key, values: value, shape: shape, memory: memory)
            let blocks = (shape.queries + Self.queryBlock - 1) / Self.queryBlock
            // Heads one after another keep their keys and values in a cache as long as they are needed. Where those of all
            // heads fit at once, one thread takes all heads of a block: they lie side by side in memory, on shared lines.
            let fits = HeadPanels.floatCount(shape) / shape.images <= 131_072
            if fits, shape.images * blocks >= 2 * pool.threads {
                parallel(shape.images * blocks) { task in
                    let (image, block) = task.quotientAndRemainder(dividingBy: blocks)
                    for head in 0..<shape.heads {
                        attend(block: block, head: image * shape.heads + head, panels, pool.scratch)
                    }
                }
            } else {
                parallel(shape.images * shape.heads * blocks) { task in
                    let (head, block) = task.quotientAndRemainder(dividingBy: blocks)
                    attend(block: block, head: head, panels, pool.scratch)
                }
            }
        }
    }

    /// - Parameter head: image times heads plus head.
    private func attend(block: Int, head: Int, _ panels: HeadPanels, _ scratch: Scratch) {
        let first = block * Self.queryBlock
        let queries = first..<min(first + Self.queryBlock, shape.queries)
        let inputs = InputBlock(rows: queries.count, depth: 0..<shape.headSize)
        let rows = inputs.tiles * Tile.rows
        let scoreCount = inputs.tiles * InputBlock.chunkStride
        let sumCount = AttentionBlock.panels(shape.headSize) * rows * WeightPanels.width
        scratch.withFloats(inputs.floatCount + scoreCount + sumCount + 2 * rows) { memory in
            let block = AttentionBlock(
                queries: queries, head: head, panels: AttentionBlock.panels(shape.headSize), inputs: inputs,
                packed: memory, scores: memory + inputs.floatCount,
                sums: memory + inputs.floatCount + scoreCount,
                softmax: RunningSoftmax(memory + inputs.floatCount + scoreCount + sumCount, rows: rows))
            pack(block)
            let visible = shape.visibleKeys(query: queries.upperBound - 1)
            var key = 0
            while key < visible {
                let keys = key..<min(key + Self.keyBlock, visible)
                score(block, keys, panels)
                for row in 0..<queries.count { block.normalize(row: row, keys: keys.count) }
                accumulate(block, keys, panels)
                key = keys.upperBound
            }
            write(block)
        }
    }

    private func pack(_ block: AttentionBlock) {
        let image = block.head / shape.heads
        let column = block.head % shape.heads * shape.headSize
        let scale = shape.scale * Self.logarithm
        for (chunk, depth) in block.inputs.chunks.enumerated() {
            for index in 0..<block.rows {
                let row = block.queries.lowerBound + min(index, block.queries.count - 1)
                let source = query + (image * shape.queries + row) * shape.features + column
                let target = block.packed + block.inputs.offset(row: index, chunk: chunk)
                for feature in 0..<depth.count { target[feature] = source[depth.lowerBound + feature] * scale }
            }
        }
        block.sums.update(repeating: 0, count: block.panels * block.rows * WeightPanels.width)
        block.softmax.reset(rows: block.rows)
    }

    /// The scores of a block of keys, masks added.
    private func score(_ block: AttentionBlock, _ keys: Range<Int>, _ panels: HeadPanels) {
        let firstPanel = keys.lowerBound / WeightPanels.width
        let lastPanel = (keys.upperBound - 1) / WeightPanels.width
        for panel in firstPanel...lastPanel {
            let weights = panels.keys(head: block.head, panel: panel)
            for tile in 0..<block.inputs.tiles {
                let target =
                    block.scores + tile * InputBlock.chunkStride
                    + (panel - firstPanel) * WeightPanels.width
                for (chunk, depth) in block.inputs.chunks.enumerated() {
                    let inputs = block.packed + (tile * block.inputs.chunks.count + chunk) * InputBlock.chunkStride
                    // Loops of known length end without a mispredicted jump.
                    if shape.headSize == 40 {
                        Tile(inputs, weights, depth: 40).store(to: target, pitch: InputBlock.pitch, first: true)
                    } else if shape.headSize == 64 {
                        Tile(inputs, weights, depth: 64).store(to: target, pitch: InputBlock.pitch, first: true)
                    } else {
                        Tile(inputs, weights + depth.lowerBound * WeightPanels.width, depth: depth.count)
                            .store(to: target, pitch: InputBlock.pitch, first: chunk == 0)
                    }
                }
            }
        }
        for index in 0..<block.queries.count { hide(block, row: index, keys) }
    }

    /// Adds the mask to a row of scores and hides keys after the query's place.
    private func hide(_ block: AttentionBlock, row: Int, _ keys: Range<Int>) {
        let query = block.queries.lowerBound + row
        let scores = block.scores(row: row)
        if let mask {
            let (image, head) = block.head.quotientAndRemainder(dividingBy: shape.heads)
            let number = choice.index(image: image, head: head, heads: shape.heads)
            let row = mask + (number * shape.queries + query) * shape.keys + keys.lowerBound
            for key in 0..<keys.count { scores[key] += row[key] * Self.logarithm }
        }
        let visible = shape.visibleKeys(query: query)
        if visible < keys.upperBound {
            for key in max(visible, keys.lowerBound)..<keys.upperBound { scores[key - keys.lowerBound] = -.infinity }
        }
    }

    /// Adds the values of a block of keys, weighted.
    private func accumulate(_ block: AttentionBlock, _ keys: Range<Int>, _ panels: HeadPanels) {
        for panel in 0..<block.panels {
            let weights = panels.values(head: block.head, panel: panel, key: keys.lowerBound)
            let isHalf = shape.headSize - panel * WeightPanels.width <= WeightPanels.width / 2
            for tile in stride(from: 0, to: block.inputs.tiles, by: isHalf ? 2 : 1) {
                let scores = block.scores + tile * InputBlock.chunkStride
                let sums = block.sums(row: tile * Tile.rows, panel: panel)
                if isHalf {
                    HalfTile.accumulate(
                        scores, hasSecond: tile + 1 < block.inputs.tiles, weights, depth: keys.count, into: sums)
                } else {
                    Tile(scores, weights, depth: keys.count)
                        .store(to: sums, pitch: WeightPanels.width, first: false)
                }
            }
        }
    }

    private func write(_ block: AttentionBlock) {
        let image = block.head / shape.heads
        let column = block.head % shape.heads * shape.headSize
        for index in 0..<block.queries.count {
            let target = output + (image * shape.queries + block.queries.lowerBound + index) * shape.features + column
            let sum = block.softmax.sum[index]
            // A query that sees nothing gets nothing.
            let factor = sum > 0 ? 1 / sum : 0
            for panel in 0..<block.panels {
                let sums = block.sums(row: index, panel: panel)
                let column = panel * WeightPanels.width
                let count = min(WeightPanels.width, shape.headSize - column)
                if count == WeightPanels.width {
                    target.store(sums.vector(at: 0) * factor, at: column)
                    target.store(sums.vector(at: 8) * factor, at: column + 8)
                } else {
                    if count >= 8 { target.store(sums.vector(at: 0) * factor, at: column) }
                    for feature in (count >= 8 ? 8 : 0)..<count { target[column + feature] = sums[feature] * factor }
                }
            }
        }
    }
}
