/// Doubles height and width; every pixel becomes four.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, 2·height, 2·width, C].
public func upsampleNearest2x(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, images: Int, height: Int, width: Int, channels: Int
) {
    precondition(input.count == images * height * width * channels, "\(input.count) elements")
    precondition(output.count == 4 * input.count, "\(input.count) elements into \(output.count)")
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            let rowLength = width * channels
            parallelChunks(images * height, atLeast: max(1, elementsWorthSharing / max(1, rowLength))) { chunk in
                for row in chunk {
                    let from = source + row * rowLength
                    let to = target + 4 * row * rowLength
                    for pixel in 0..<width {
                        let start = 2 * pixel * channels
                        (to + start).update(from: from + pixel * channels, count: channels)
                        (to + start + channels).update(from: from + pixel * channels, count: channels)
                    }
                    (to + 2 * rowLength).update(from: to, count: 2 * rowLength)
                }
            }
        }
    }
}
