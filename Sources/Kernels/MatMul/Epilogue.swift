/// What is done to a sum on its way into the output, so that no further pass over memory is needed.
struct Epilogue {
    /// One value per output.
    var bias: UnsafePointer<Float>?

    /// [images, outputs]: one value per image and output, for rows that are pixels.
    var perImage: UnsafePointer<Float>?
    var rowsPerImage = 1

    /// Added element by element: [rows, outputs].
    var residual: UnsafePointer<Float>?

    /// Writes the sums of `columns` outputs from `column` on for one row.
    ///
    /// - Shapes: `sums` [16]; `output` [rows, outputs].
    @inline(__always)
    func finish(
        _ sums: UnsafePointer<Float>, row: Int, column: Int, columns: Int, outputs: Int,
        into output: UnsafeMutablePointer<Float>
    ) {
        let place = row * outputs + column
        let image = perImage.map { $0 + (row / rowsPerImage) * outputs + column }
        if columns == WeightPanels.width {
            var low = sums.vector(at: 0)
            var high = sums.vector(at: 8)
            if let bias {
                low += bias.vector(at: column)
                high += bias.vector(at: column + 8)
            }
            if let image {
                low += image.vector(at: 0)
                high += image.vector(at: 8)
            }
            if let residual {
                low += residual.vector(at: place)
                high += residual.vector(at: place + 8)
            }
            output.store(low, at: place)
            output.store(high, at: place + 8)
        } else {
            for index in 0..<columns {
                var sum = sums[index]
                if let bias { sum += bias[column + index] }
                if let image { sum += image[index] }
                if let residual { sum += residual[place + index] }
                output[place + index] = sum
            }
        }
    }
}

extension Epilogue {
    /// Writes the sums of one panel for several rows.
    ///
    /// - Shapes: `strip` [rows, 16]; `output` [all rows, outputs].
    @inline(__always)
    func finish(
        _ strip: UnsafePointer<Float>, rows: Range<Int>, panel: Int, outputs: Int,
        into output: UnsafeMutablePointer<Float>
    ) {
        let column = panel * WeightPanels.width
        let columns = min(WeightPanels.width, outputs - column)
        for row in rows {
            finish(
                strip + (row - rows.lowerBound) * WeightPanels.width, row: row, column: column, columns: columns,
                outputs: outputs, into: output)
        }
    }
}
