/// What is done to a sum on its way into the output, so that no further pass over memory is needed.
struct Epilogue {
    /// One value per output.
    var bias: UnsafePointer<Float>?

    /// [images, outputs]: one value per image and output, for rows that are pixels.
    var perImage: UnsafePointer<Float>?
    var rowsPerImage = 1

    /// Added element by element: [rows, outputs].
    var residual: UnsafePointer<Float>?

    /// Writes one row's sums with the sixteen outputs from `column` on.
    ///
    /// - Shapes: `output` [rows, outputs].
    @inline(__always)
    func finish(
        _ sums: Tile.Row, row: Int, column: Int, outputs: Int, into output: UnsafeMutablePointer<Float>
    ) {
        let place = row * outputs + column
        var sums = sums
        if let bias { sums.add(bias + column) }
        if let perImage { sums.add(perImage + (row / rowsPerImage) * outputs + column) }
        if let residual { sums.add(residual + place) }
        sums.write(to: output + place)
    }

    /// Writes one row's sums with `columns` outputs, sixteen at most, from `column` on.
    ///
    /// - Shapes: `sums` [16]; `output` [rows, outputs].
    @inline(__always)
    func finish(
        _ sums: UnsafePointer<Float>, row: Int, column: Int, columns: Int, outputs: Int,
        into output: UnsafeMutablePointer<Float>
    ) {
        guard columns < WeightPanels.width else {
            let sums = Tile.Row(low: sums.vector(at: 0), high: sums.vector(at: 8))
            return finish(sums, row: row, column: column, outputs: outputs, into: output)
        }
        let place = row * outputs + column
        for index in 0..<columns {
            var sum = sums[index]
            if let bias { sum += bias[column + index] }
            if let perImage { sum += perImage[(row / rowsPerImage) * outputs + column + index] }
            if let residual { sum += residual[place + index] }
            output[place + index] = sum
        }
    }
}
