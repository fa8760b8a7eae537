/// Resizes along the rows first and then along the columns, each new element a weighted sum of old ones.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
func resizeSeparably(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing, rows: Taps, columns: Taps
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
                        resizeRow(
                            source + row * size.width * size.channels, into: target + row * rowLength, columns,
                            count: size.newWidth, channels: size.channels)
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
                    mixRows(
                        source + image * size.height * rowLength, into: target + row * rowLength, rows, at: y,
                        length: rowLength)
                }
            }
        }
    }
}

/// One row of pixels, resized.
///
/// The second tap is multiplied first and the others are fused onto it, left to right: torch's order.
private func resizeRow(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ taps: Taps, count: Int, channels: Int
) {
    taps.indices.withUnsafeBufferPointer { indices in
        taps.weights.withUnsafeBufferPointer { weights in
            for x in 0..<count {
                let tap = x * taps.width
                for channel in 0..<channels {
                    var sum = source[indices[tap + 1] * channels + channel] * weights[tap + 1]
                    sum = sum.addingProduct(source[indices[tap] * channels + channel], weights[tap])
                    for other in 2..<max(2, taps.width) {
                        sum = sum.addingProduct(
                            source[indices[tap + other] * channels + channel], weights[tap + other])
                    }
                    target[x * channels + channel] = sum
                }
            }
        }
    }
}

/// One new row out of whole old ones; in the same order.
private func mixRows(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ taps: Taps, at y: Int, length: Int
) {
    let tap = y * taps.width
    let first = source + taps.indices[tap] * length
    let second = source + taps.indices[tap + 1] * length
    let others = (2..<max(2, taps.width)).map { (source + taps.indices[tap + $0] * length, taps.weights[tap + $0]) }
    let (firstWeight, secondWeight) = (taps.weights[tap], taps.weights[tap + 1])
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
