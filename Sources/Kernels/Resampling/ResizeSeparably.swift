/// Resizes along the rows first and then along the columns, each new element a weighted sum of old ones.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
func resizeSeparably<Axis: AxisTaps>(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing, rows: Axis, columns: Axis
) {
    size.check(input, output)
    let rowLength = size.newRowLength
    let narrowed = floats(size.images * size.height * rowLength) { narrowed in
        input.withUnsafeBufferPointer { input in
            narrowed.withUnsafeMutableBufferPointer { narrowed in
                guard let source = input.baseAddress, let target = narrowed.baseAddress else { return }
                parallelChunks(
                    size.images * size.height, atLeast: max(1, elementsWorthSharing / rowLength / 4)
                ) { chunk in
                    for row in chunk {
                        columns.resizeRow(
                            source + row * size.width * size.channels, into: target + row * rowLength,
                            channels: size.channels)
                    }
                }
            }
        }
    }
    narrowed.withUnsafeBufferPointer { narrowed in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = narrowed.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(
                size.images * size.newHeight, atLeast: max(1, elementsWorthSharing / rowLength)
            ) { chunk in
                for row in chunk {
                    let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
                    rows.mixRows(
                        source + image * size.height * rowLength, into: target + row * rowLength, at: y,
                        length: rowLength)
                }
            }
        }
    }
}

/// Which old elements along one axis make up each new one, and in which order their products are added.
protocol AxisTaps {
    /// One row of pixels, resized.
    func resizeRow(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, channels: Int)

    /// One new row out of whole old ones.
    func mixRows(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, at y: Int, length: Int)
}

/// The second tap is multiplied first and the others are fused onto it, left to right: torch's order.
extension Taps: AxisTaps {
    func resizeRow(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, channels: Int) {
        indices.withUnsafeBufferPointer { indices in
            weights.withUnsafeBufferPointer { weights in
                for x in 0..<indices.count / width {
                    let tap = x * width
                    for channel in 0..<channels {
                        var sum = source[indices[tap + 1] * channels + channel] * weights[tap + 1]
                        sum = sum.addingProduct(source[indices[tap] * channels + channel], weights[tap])
                        for other in 2..<max(2, width) {
                            sum = sum.addingProduct(
                                source[indices[tap + other] * channels + channel], weights[tap + other])
                        }
                        target[x * channels + channel] = sum
                    }
                }
            }
        }
    }

    func mixRows(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, at y: Int, length: Int) {
        let tap = y * width
        let first = source + indices[tap] * length
        let second = source + indices[tap + 1] * length
        let others = (2..<max(2, width)).map { (source + indices[tap + $0] * length, weights[tap + $0]) }
        let (firstWeight, secondWeight) = (weights[tap], weights[tap + 1])
        var index = 0
        while index + 8 <= length {
            var sum = second.vector(at: index) * secondWeight
            sum.addProduct(first.vector(at: index), SIMD8(repeating: firstWeight))
            for (row, weight) in others { sum.addProduct(row.vector(at: index), SIMD8(repeating: weight)) }
            target.store(sum, at: index)
            index += 8
        }
        while index < length {
            var sum = second[index] * secondWeight
            sum = sum.addingProduct(first[index], firstWeight)
            for (row, weight) in others { sum = sum.addingProduct(row[index], weight) }
            target[index] = sum
            index += 1
        }
    }
}
