/// Attention of the newest tokens of one text, cut into blocks of rows that walk over its pages.
///
/// A row is a token with one of the heads that share a head of keys; all of them meet the same page while it is in the
/// first-level cache.
struct CachedAttention {
    let query: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let text: CachedText
    let shape: CachedAttentionShape

    /// Rows of a block: eight tiles.
    private static let blockRows = 48
    /// Positions whose scores are turned into shares together: four pages.
    private static let stretch = 4 * KeyValuePage.positions
    private static let scorePitch = stretch + 16
    private static let width = WeightPanels.width
    /// log₂ e: scores count in powers of two.
    private static let logarithm: Float = 1.442_695_04

    private var sharing: Int { shape.heads / shape.keyHeads }
    private var rows: Int { text.tokens * sharing }
    private var start: Int { text.pages.count - text.tokens }
    private var panels: Int { (shape.headLength + Self.width - 1) / Self.width }
    /// An odd number of cache lines, so that rows spread over the cache's sets.
    private var queryPitch: Int { (shape.headLength + 31) / 32 * 32 + 16 }

    var blocks: Int { (rows + Self.blockRows - 1) / Self.blockRows }

    /// - Parameter task: block times heads of keys plus head.
    func attend(task: Int, _ scratch: Scratch) {
        let (block, head) = task.quotientAndRemainder(dividingBy: shape.keyHeads)
        let first = block * Self.blockRows
        let range = first..<min(first + Self.blockRows, rows)
        let padded = range.count == 1 ? 1 : (range.count + Tile.rows - 1) / Tile.rows * Tile.rows
        let sizes = [
            padded * queryPitch, padded * Self.scorePitch, panels * padded * Self.width, 2 * padded,
            KeyValuePage.bufferCount(shape.headLength),
        ]
        scratch.withFloats(sizes.reduce(0, +)) { memory in
            var places: [UnsafeMutablePointer<Float>] = []
            var place = memory
            for size in sizes {
                places.append(place)
                place += size
            }
            let work = Rows(
                range: range, head: head, padded: padded, queries: places[0], scores: places[1], sums: places[2],
                softmax: RunningSoftmax(places[3], rows: padded), buffer: places[4])
            attend(work)
        }
    }

    /// A block's rows and its working memory.
    private struct Rows {
        let range: Range<Int>
        let head: Int
        /// With those that fill up the last tile.
        let padded: Int
        /// [padded, queryPitch], scaled.
        let queries: UnsafeMutablePointer<Float>
        /// [padded, scorePitch].
        let scores: UnsafeMutablePointer<Float>
        /// [panels, padded, 16].
        let sums: UnsafeMutablePointer<Float>
        let softmax: RunningSoftmax
        let buffer: UnsafeMutablePointer<Float>
    }

    private func attend(_ work: Rows) {
        pack(work)
        let first = visible(work.range.lowerBound).lowerBound
        let last = visible(work.range.upperBound - 1).upperBound
        // Stretches begin at the same positions for all rows: sums are sums of the same parts.
        var stretch = first / Self.stretch * Self.stretch
        while stretch < last {
            let positions = stretch..<min(stretch + Self.stretch, last)
            score(work, positions)
            accumulate(work, positions)
            stretch += Self.stretch
        }
        write(work)
    }

    private func visible(_ row: Int) -> Range<Int> { shape.visible(at: start + row / sharing) }

    /// Where the query, or the result, of a row lies.
    private func offset(_ row: Int, _ head: Int) -> Int {
        let (token, shared) = row.quotientAndRemainder(dividingBy: sharing)
        return (token * shape.heads + head * sharing + shared) * shape.headLength
    }

    private func pack(_ work: Rows) {
        let scale = shape.softCap == nil ? shape.scale * Self.logarithm : shape.scale
        for index in 0..<work.padded {
            let source = query + offset(work.range.lowerBound + min(index, work.range.count - 1), work.head)
            let target = work.queries + index * queryPitch
            for place in 0..<shape.headLength { target[place] = source[place] * scale }
        }
        work.sums.update(repeating: 0, count: panels * work.padded * Self.width)
        work.softmax.reset(rows: work.padded)
    }

    /// The scores of all rows with a stretch of positions.
    private func score(_ work: Rows, _ positions: Range<Int>) {
        let length = shape.headLength
        for first in stride(from: positions.lowerBound, to: positions.upperBound, by: KeyValuePage.positions) {
            let page = text.pages.pages[first / KeyValuePage.positions]
            let keys = page.keys(work.head, buffer: work.buffer)
            let count = min(KeyValuePage.positions, positions.upperBound - first)
            for panel in 0..<(count + Self.width - 1) / Self.width {
                let weights = keys + panel * length * Self.width
                let target = work.scores + first - positions.lowerBound + panel * Self.width
                multiply(work.queries, weights, depth: length, pitch: queryPitch, rows: work.padded) { row, sums in
                    sums.write(to: target + row * Self.scorePitch)
                }
            }
        }
        for index in 0..<work.range.count {
            hide(work.scores + index * Self.scorePitch, visible(work.range.lowerBound + index), positions)
        }
    }

    private func hide(_ scores: UnsafeMutablePointer<Float>, _ visible: Range<Int>, _ positions: Range<Int>) {
        if let cap = shape.softCap {
            let (inverse, factor) = (1 / cap, cap * Self.logarithm)
            for index in stride(from: 0, to: positions.count, by: 8) {
                scores.store(tanh(scores.vector(at: index) * inverse) * factor, at: index)
            }
        }
        let start = positions.lowerBound
        for index in 0..<min(positions.count, max(0, visible.lowerBound - start)) { scores[index] = -.infinity }
        for index in max(0, min(positions.count, visible.upperBound - start))..<positions.count {
            scores[index] = -.infinity
        }
    }

    /// Adds the values of a stretch of positions, in shares.
    private func accumulate(_ work: Rows, _ positions: Range<Int>) {
        for index in 0..<work.range.count {
            let scores = work.scores + index * Self.scorePitch
            let correction = work.softmax.update(row: index, scores: scores, keys: positions.count)
            guard correction != 1 else { continue }
            for panel in 0..<panels {
                let sums = work.sums + (panel * work.padded + index) * Self.width
                sums.store(sums.vector(at: 0) * correction, at: 0)
                sums.store(sums.vector(at: 8) * correction, at: 8)
            }
        }
        for first in stride(from: positions.lowerBound, to: positions.upperBound, by: KeyValuePage.positions) {
            let count = min(KeyValuePage.positions, positions.upperBound - first)
            let page = text.pages.pages[first / KeyValuePage.positions]
            let values = page.values(work.head, count: count, buffer: work.buffer)
            let scores = work.scores + first - positions.lowerBound
            for panel in 0..<panels {
                let sums = work.sums + panel * work.padded * Self.width
                let weights = values + panel * KeyValuePage.positions * Self.width
                multiply(scores, weights, depth: count, pitch: Self.scorePitch, rows: work.padded) { row, part in
                    part.addTo(sums + row * Self.width)
                }
            }
        }
    }

    /// Products of all rows with a panel: one row by itself, or six at a time. A row's sums are the same either way.
    @inline(__always)
    private func multiply(
        _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, depth: Int, pitch: Int, rows: Int,
        _ body: (_ row: Int, _ sums: Tile.Row) -> Void
    ) {
        guard rows > 1 else {
            var sums = Tile.Row()
            for step in 0..<depth {
                let weights = weights + step * Self.width
                sums.add(inputs[step], Tile.Row(low: weights.vector(at: 0), high: weights.vector(at: 8)))
            }
            return body(0, sums)
        }
        for first in stride(from: 0, to: rows, by: Tile.rows) {
            Tile(inputs + first * pitch, weights, depth: depth, pitch: pitch).forEachRow(Tile.rows) {
                body(first + $0, $1)
            }
        }
    }

    private func write(_ work: Rows) {
        for index in 0..<work.range.count {
            let target = output + offset(work.range.lowerBound + index, work.head)
            let factor = 1 / work.softmax.sum[index]
            for panel in 0..<panels {
                let sums = work.sums + (panel * work.padded + index) * Self.width
                let column = panel * Self.width
                for lane in 0..<min(Self.width, shape.headLength - column) {
                    target[column + lane] = sums[lane] * factor
                }
            }
        }
    }
}
