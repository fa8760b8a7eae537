/// Normalises every row to mean 0 and variance 1, then scales and shifts every column.
///
/// - Shapes: `input` [rows, D] → `output` same; `scale`, `shift` [D].
/// - Accuracy: NMSE below 1e-12 against `Oracle.layerNorm`, whatever the mean.
public func layerNorm(
    _ input: Span<Float>, scale: Span<Float>, shift: Span<Float>, into output: inout MutableSpan<Float>, epsilon: Float
) {
    let columns = scale.count
    precondition(shift.count == columns, "\(columns) scales, \(shift.count) shifts")
    let share = 1 / Float(columns)
    scale.withUnsafeBufferPointer { scale in
        shift.withUnsafeBufferPointer { shift in
            guard let scale = scale.baseAddress, let shift = shift.baseAddress else { return }
            forEachRow(of: input, columns: columns, into: &output) { row, target in
                // A rounded mean, then the mean of what is left: together exact even far from zero.
                let rough = sumOfRow(row, columns) { $0 } * share
                let rest = centredSums(row, columns, about: rough)
                let offset = rest.sum * share
                let mean = rough + offset
                let variance = max(0, rest.squares * share - offset * offset)
                let factor = 1 / (variance + epsilon).squareRoot()

                var index = 0
                while index + 8 <= columns {
                    let normal = (row.vector(at: index) - mean) * factor
                    target.store(
                        shift.vector(at: index).addingProduct(normal, scale.vector(at: index)), at: index)
                    index += 8
                }
                while index < columns {
                    target[index] = shift[index].addingProduct((row[index] - mean) * factor, scale[index])
                    index += 1
                }
            }
        }
    }
}

/// The sum of x - `centre` over a row, and of its square.
@inline(__always)
private func centredSums(
    _ row: UnsafePointer<Float>, _ count: Int, about centre: Float
) -> (sum: Float, squares: Float) {
    var sum = SIMD8<Float>.zero, otherSum = SIMD8<Float>.zero
    var squares = SIMD8<Float>.zero, otherSquares = SIMD8<Float>.zero
    var index = 0
    while index + 16 <= count {
        let x = row.vector(at: index) - centre
        let y = row.vector(at: index + 8) - centre
        sum += x
        otherSum += y
        squares.addProduct(x, x)
        otherSquares.addProduct(y, y)
        index += 16
    }
    var tail: Float = 0
    var tailSquares: Float = 0
    while index < count {
        let x = row[index] - centre
        tail += x
        tailSquares += x * x
        index += 1
    }
    return ((sum + otherSum).sum() + tail, (squares + otherSquares).sum() + tailSquares)
}
