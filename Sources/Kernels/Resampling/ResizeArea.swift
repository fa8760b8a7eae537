/// Every new pixel is the mean of the old ones that it touches: whole pixels, however little it covers of them.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: the bits of torch's `area` (adaptive average), but for a result of 1 × 1, which is the true mean.
public func resizeArea(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    size.check(input, output)
    let rows = windows(from: size.height, to: size.newHeight)
    let columns = windows(from: size.width, to: size.newWidth)
    let isMean = size.newHeight == 1 && size.newWidth == 1
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            let work = max(1, size.height * size.width * size.channels / size.newHeight)
            parallelChunks(size.images * size.newHeight, atLeast: max(1, elementsWorthSharing / work)) { chunk in
                for row in chunk {
                    let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
                    let from = source + image * size.height * size.width * size.channels
                    let to = target + row * size.newRowLength
                    if isMean {
                        mean(from, into: to, pixels: size.height * size.width, channels: size.channels)
                    } else {
                        for (x, window) in columns.enumerated() {
                            average(from, rows: rows[y], columns: window, into: to + x * size.channels, size)
                        }
                    }
                }
            }
        }
    }
}

/// The old elements that each new one touches.
private func windows(from old: Int, to new: Int) -> [Range<Int>] {
    (0..<new).map { $0 * old / new..<(($0 + 1) * old + new - 1) / new }
}

/// The mean of one window, added up row by row and divided by height and width in turn, as torch does.
private func average(
    _ source: UnsafePointer<Float>, rows: Range<Int>, columns: Range<Int>, into target: UnsafeMutablePointer<Float>,
    _ size: Resizing
) {
    for channel in 0..<size.channels {
        var sum: Float = 0
        for y in rows {
            let row = source + y * size.width * size.channels + channel
            for x in columns { sum += row[x * size.channels] }
        }
        target[channel] = sum / Float(rows.count) / Float(columns.count)
    }
}

/// The mean of a whole image.
private func mean(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, pixels: Int, channels: Int
) {
    for channel in 0..<channels {
        var sum = 0.0
        for pixel in 0..<pixels { sum += Double(source[pixel * channels + channel]) }
        target[channel] = Float(sum / Double(pixels))
    }
}
