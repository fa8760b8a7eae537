/// A block of input rows, to be multiplied by one pair of panels after another by `StrassenScheme`. The first of its two blocks
/// of rows are the even ones, the second the odd ones.
struct StrassenBlock {
    /// Rows of the product that the block covers, from an even one on.
    let rows: Range<Int>

    /// The cuts of half the depth, and which of them the block covers.
    let chunk: Int
    let chunks: [Range<Int>]

    /// What the seven products multiply of the inputs: [7, tiles, 6, `InputBlock.pitch`].
    let inputs: UnsafeMutablePointer<Float>

    /// Tiles of even rows, and as many of odd ones.
    let tiles: Int

    init(rows: Range<Int>, chunk: Int, of chunks: [Range<Int>], inputs: UnsafeMutablePointer<Float>) {
        self.rows = rows
        self.chunk = chunk
        self.chunks = chunks
        self.inputs = inputs
        tiles = Self.tiles(rows: rows.count)
    }

    static func tiles(rows: Int) -> Int { (rows + 2 * Tile.rows - 1) / (2 * Tile.rows) }

    /// Floats of what the products multiply.
    static func inputCount(tiles: Int) -> Int { StrassenScheme.products * tiles * InputBlock.chunkStride }

    /// Floats of a block of results: [tiles, 6, 16].
    static func stripCount(tiles: Int) -> Int { tiles * Tile.rows * WeightPanels.width }

    /// Pairs of rows that are asked for before they are summed.
    private static let pairsAhead = 4

    /// Sums the input rows.
    ///
    /// - Shapes: `input` [all rows, depth].
    func pack(_ input: UnsafePointer<Float>) {
        let half = chunks[chunks.count - 1].upperBound
        let depth = 2 * half
        let steps = chunks[chunk]
        let pitch = tiles * InputBlock.chunkStride
        let whole = steps.count / 8 * 8
        let rest = steps.count - whole
        for pair in 0..<tiles * Tile.rows {
            // The last tiles are filled up with copies of the last row; their sums are not used.
            let even = min(rows.lowerBound + 2 * pair, rows.upperBound - 1)
            let odd = min(even + 1, rows.upperBound - 1)
            let upper = input + even * depth + steps.lowerBound
            let lower = input + odd * depth + steps.lowerBound
            let target = inputs + pair * InputBlock.pitch
            let ahead = upper + 2 * Self.pairsAhead * depth
            for step in stride(from: 0, to: whole, by: 8) {
                if step.isMultiple(of: 16), even + 2 * Self.pairsAhead + 1 < rows.upperBound {
                    prefetch(ahead + step)
                    prefetch(ahead + half + step)
                    prefetch(ahead + depth + step)
                    prefetch(ahead + depth + half + step)
                }
                StrassenScheme.inputSums(
                    upper.vector(at: step), upper.vector(at: half + step), lower.vector(at: step),
                    lower.vector(at: half + step)
                ) { product, sum in target.store(sum, at: product * pitch + step) }
            }
            if rest > 0 {
                StrassenScheme.inputSums(
                    upper.vector(at: whole, lanes: rest), upper.vector(at: half + whole, lanes: rest),
                    lower.vector(at: whole, lanes: rest), lower.vector(at: half + whole, lanes: rest)
                ) { product, sum in target.store(sum, at: product * pitch + whole, lanes: rest) }
            }
        }
    }

    /// Adds the products with one pair of panels to `strips`, or begins them if they are the first; sums that are complete go to
    /// `destination` from the registers, if there is one.
    ///
    /// - Parameter askFor: asks for the memory that the results of a row will go to; a register tile would wait for it.
    ///
    /// - Shapes: `strips` [4, tiles, 6, 16]: c11, c12, c21, c22.
    func multiply(
        _ pair: Int, of panels: StrassenPanels, into strips: UnsafeMutablePointer<Float>,
        then destination: Destination?,
        askFor: ((_ row: Int) -> Void)?
    ) {
        let isFirst = chunk == 0
        let stripCount = Self.stripCount(tiles: tiles)
        let (c11, c12) = (strips, strips + stripCount)
        let (c21, c22) = (strips + 2 * stripCount, strips + 3 * stripCount)
        let (first, second) = (2 * pair, 2 * pair + 1)
        let weights = UnsafePointer(panels.sums(pair: pair, chunk: chunk))
        forEachTile(0, weights) { $0.store(to: c22 + $1, first: isFirst) }
        forEachTile(1, weights) { $0.store(to: c11 + $1, first: isFirst) }
        forEachTile(2, weights) {
            $0.store(to: c12 + $1, first: isFirst)
            $0.store(to: c22 + $1, first: false)
        }
        forEachTile(3, weights) {
            if let askFor {
                let row = firstRow($1)
                for row in row..<min(row + 2 * Tile.rows, rows.upperBound) { askFor(row) }
            }
            $0.store(to: c21 + $1, first: isFirst)
            $0.subtract(from: c22 + $1)
        }
        forEachTile(4, weights) {
            $0.subtract(from: c11 + $1)
            finish($0, c12, $1, isOdd: false, panel: second, destination)
        }
        forEachTile(5, weights) {
            $0.store(to: c11 + $1, first: false)
            finish($0, c21, $1, isOdd: true, panel: first, destination)
        }
        forEachTile(6, weights) {
            finish($0, c11, $1, isOdd: false, panel: first, destination)
            finish($0, c22, $1, isOdd: true, panel: second, destination)
        }
    }

    /// Hands on the tiles of one of the seven products, with their places in a strip.
    @inline(__always)
    private func forEachTile(
        _ product: Int, _ weights: UnsafePointer<Float>, _ store: (_ sums: Tile, _ place: Int) -> Void
    ) {
        let steps = chunks[chunk].count
        let pitch = StrassenPanels.pitch(chunks)
        let weights = weights + product * pitch
        let inputs = inputs + product * tiles * InputBlock.chunkStride
        // The weights of the next product, or of the next pair's first.
        var ahead = Prefetch(
            weights + pitch, rows: 1, bytesPerRow: steps * WeightPanels.width * MemoryLayout<Float>.stride, pitch: 0,
            steps: tiles)
        for tile in 0..<tiles {
            ahead.step()
            store(
                Tile(inputs + tile * InputBlock.chunkStride, weights, depth: steps),
                tile * Tile.rows * WeightPanels.width)
        }
    }

    /// Completes a tile.
    @inline(__always)
    private func finish(
        _ sums: Tile, _ strip: UnsafeMutablePointer<Float>, _ place: Int, isOdd: Bool, panel: Int,
        _ destination: Destination?
    ) {
        guard let destination else { return sums.store(to: strip + place, first: false) }
        var sums = sums
        sums.add(strip + place)
        let first = firstRow(place) + (isOdd ? 1 : 0)
        if first + 2 * (Tile.rows - 1) < rows.upperBound {
            sums.forEachRow(Tile.rows) { index, row in destination.write(row, row: first + 2 * index, panel: panel) }
        } else {
            sums.store(to: strip + place, first: true)
            for index in 0..<Tile.rows where first + 2 * index < rows.upperBound {
                destination.write(
                    Tile.Row(strip + place + index * WeightPanels.width), row: first + 2 * index, panel: panel)
            }
        }
    }

    /// The even row that a tile's place in a strip begins with.
    @inline(__always)
    private func firstRow(_ place: Int) -> Int { rows.lowerBound + 2 * (place / WeightPanels.width) }
}
