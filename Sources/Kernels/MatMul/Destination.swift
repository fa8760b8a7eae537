/// Where the rows of a product end up.
struct Destination {
    let epilogue: Epilogue

    /// [rows, outputs].
    let output: UnsafeMutablePointer<Float>

    let outputs: Int

    /// Whether all sixteen outputs of a panel exist.
    @inline(__always)
    func isWhole(_ panel: Int) -> Bool { (panel + 1) * WeightPanels.width <= outputs }

    /// Writes one row's sums with a whole panel.
    @inline(__always)
    func write(_ sums: Tile.Row, row: Int, panel: Int) {
        epilogue.finish(sums, row: row, column: panel * WeightPanels.width, outputs: outputs, into: output)
    }

    /// Asks for the memory that a row's sums with a whole panel will go to, and for what will be added to them.
    @inline(__always)
    func prefetch(row: Int, panel: Int) {
        let place = row * outputs + panel * WeightPanels.width
        Kernels.prefetch(output + place)
        if let residual = epilogue.residual { Kernels.prefetch(residual + place) }
    }

    /// Writes rows of sums with one panel.
    ///
    /// - Shapes: `sums` [indices.count, 16].
    /// - Parameter first: the row of index 0.
    func write(_ sums: UnsafePointer<Float>, _ indices: Range<Int>, from first: Int, panel: Int) {
        let column = panel * WeightPanels.width
        let columns = min(WeightPanels.width, outputs - column)
        for index in indices {
            epilogue.finish(
                sums + (index - indices.lowerBound) * WeightPanels.width, row: first + index, column: column,
                columns: columns, outputs: outputs, into: output)
        }
    }
}
