/// Every new pixel is the old pixel that holds its centre.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: the pixels that torch's `nearest-exact` takes.
public func resizeNearest(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    size.check(input, output)
    let rows = Taps.nearestExact(from: size.height, to: size.newHeight)
    let columns = Taps.nearestExact(from: size.width, to: size.newWidth)
    let channels = size.channels
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(
                size.images * size.newHeight, atLeast: max(1, elementsWorthSharing / size.newRowLength)
            ) { chunk in
                for row in chunk {
                    let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
                    let from = source + (image * size.height + rows[y]) * size.width * channels
                    let to = target + row * size.newRowLength
                    for x in 0..<size.newWidth {
                        (to + x * channels).update(from: from + columns[x] * channels, count: channels)
                    }
                }
            }
        }
    }
}
