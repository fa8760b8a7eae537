/// A block of packed input rows, to be multiplied by one panel of weights after another.
struct BlockProduct {
    let block: InputBlock
    let weights: WeightPanels

    /// The rows, laid out as `block` says.
    let inputs: UnsafeMutablePointer<Float>

    /// Room for a chunk of a panel, turned and widened.
    let buffer: UnsafeMutablePointer<Float>

    /// Floats of the block's sums with one panel: [tiles, 6, 16].
    let stripCount: Int

    func pack(_ rows: Range<Int>, _ packRow: MatrixProduct.PackRow) {
        for (chunk, depth) in block.chunks.enumerated() {
            for index in 0..<block.tiles * Tile.rows {
                // The last tile is filled up with copies of the last row; their sums are not used.
                let row = rows.lowerBound + min(index, rows.count - 1)
                packRow(row, depth, inputs + block.offset(row: index, chunk: chunk))
            }
        }
    }

    /// Adds the products with one panel to `strip`, or begins it if they are the first; sums that are complete go to
    /// `destination` from the registers.
    func multiply(
        _ panel: Int, into strip: UnsafeMutablePointer<Float>, isFirst: Bool, then destination: Destination?,
        rows: Range<Int>
    ) {
        for (chunk, depth) in block.chunks.enumerated() {
            let isFirst = isFirst && chunk == 0
            let kernel = weights.floats(panel: panel, depth: depth, buffer: buffer)
            let last = chunk == block.chunks.count - 1 ? destination : nil
            for tile in 0..<block.tiles {
                let source = inputs + (tile * block.chunks.count + chunk) * InputBlock.chunkStride
                let target = strip + tile * Tile.rows * WeightPanels.width
                let count = min(Tile.rows, block.rows - tile * Tile.rows)
                if count > ShortTile.rows {
                    var sums = Tile(source, kernel, depth: depth.count)
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
}
