/// A block of input rows, to be multiplied by one panel of weights after another.
struct BlockProduct {
    let block: InputBlock
    let weights: WeightPanels

    /// Rows of the product that the block covers.
    let rows: Range<Int>

    /// [all rows, depth]: read as they lie, for as many tiles as are whole, unless missing.
    let rowsInPlace: UnsafePointer<Float>?

    /// The packed rows, laid out as `block` says; of rows in place only the last tile, if it is not whole.
    let inputs: UnsafeMutablePointer<Float>

    /// Room for a chunk of a panel, turned and widened.
    let buffer: UnsafeMutablePointer<Float>

    /// Floats of the block's sums with one panel: [tiles, 6, 16].
    let stripCount: Int

    /// Tiles that are read in place.
    private var tilesInPlace: Int { rowsInPlace == nil ? 0 : rows.count / Tile.rows }

    /// Floats of packed rows.
    static func packedCount(_ block: InputBlock, isInPlace: Bool) -> Int {
        let tiles = isInPlace ? block.tiles - block.rows / Tile.rows : block.tiles
        return tiles * block.chunks.count * InputBlock.chunkStride
    }

    func pack(_ packRow: MatrixProduct.PackRow) {
        let first = tilesInPlace * Tile.rows
        for (chunk, depth) in block.chunks.enumerated() {
            for index in first..<block.tiles * Tile.rows {
                // The last tile is filled up with copies of the last row; their sums are not used.
                let row = rows.lowerBound + min(index, rows.count - 1)
                packRow(row, depth, inputs + block.offset(row: index - first, chunk: chunk))
            }
        }
    }

    /// Adds the products with one panel to `strip`, or begins it if they are the first; sums that are complete go to
    /// `destination` from the registers.
    func multiply(
        _ panel: Int, into strip: UnsafeMutablePointer<Float>, isFirst: Bool, then destination: Destination?
    ) {
        let tilesInPlace = tilesInPlace
        for (chunk, depth) in block.chunks.enumerated() {
            let isFirst = isFirst && chunk == 0
            let kernel = weights.floats(panel: panel, depth: depth, buffer: buffer)
            let last = chunk == block.chunks.count - 1 ? destination : nil
            var ahead = nextPart(after: panel, chunk)
            for tile in 0..<block.tiles {
                ahead.step()
                var source = UnsafePointer(inputs)
                var pitch = InputBlock.pitch
                if let rowsInPlace, tile < tilesInPlace {
                    pitch = weights.depth
                    source = rowsInPlace + (rows.lowerBound + tile * Tile.rows) * pitch + depth.lowerBound
                } else {
                    source += ((tile - tilesInPlace) * block.chunks.count + chunk) * InputBlock.chunkStride
                }
                let target = strip + tile * Tile.rows * WeightPanels.width
                let count = min(Tile.rows, block.rows - tile * Tile.rows)
                if count > ShortTile.rows {
                    var sums = Tile(source, kernel, depth: depth.count, pitch: pitch)
                    if let last, last.isWhole(panel) {
                        if !isFirst { sums.add(target) }
                        sums.forEachRow(count) { index, row in
                            last.write(row, row: rows.lowerBound + tile * Tile.rows + index, panel: panel)
                        }
                    } else {
                        sums.store(to: target, first: isFirst)
                    }
                } else {
                    ShortTile(source, kernel, depth: depth.count).store(to: target, first: isFirst)
                    if let last, last.isWhole(panel) {
                        last.write(target, tile * Tile.rows..<block.rows, from: rows.lowerBound, panel: panel)
                    }
                }
            }
            if let last, !last.isWhole(panel) {
                last.write(strip, 0..<block.rows, from: rows.lowerBound, panel: panel)
            }
        }
    }

    /// The weights that `multiply` wants after this chunk of a panel: the next chunk, or the first of the next panel.
    @inline(__always)
    private func nextPart(after panel: Int, _ chunk: Int) -> Prefetch {
        let isLast = chunk == block.chunks.count - 1
        let next = isLast ? min(panel + 1, weights.count - 1) : panel
        return weights.prefetch(next, block.chunks[isLast ? 0 : chunk + 1], steps: block.tiles)
    }
}
