/// Every new pixel is a weighted sum of 2 × 2 old ones.
///
/// torch has two kernels for this that round differently, and takes one or the other by size, channels and memory
/// order; `isChannelsLast` says whether torch would have held this very block with its channels innermost.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: the bits of torch's `bilinear` without `align_corners` and `antialias`.
public func resizeBilinear(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing, isChannelsLast: Bool
) {
    if size.channels == 3 || size.newHeight + size.newWidth <= 128 || (size.channels > 3 && isChannelsLast) {
        resizeByCorners(
            input, into: &output, size, rows: Taps.linear(from: size.height, to: size.newHeight, isFused: true),
            columns: Taps.linear(from: size.width, to: size.newWidth, isFused: true))
    } else {
        resizeSeparably(
            input, into: &output, size, rows: Taps.linear(from: size.height, to: size.newHeight, isFused: false),
            columns: Taps.linear(from: size.width, to: size.newWidth, isFused: false))
    }
}

/// Every new pixel is a weighted sum of 2 × 2 old ones, and those in the corners are the old ones: torch's `bilinear` with
/// `align_corners`.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
public func resizeBetweenCorners(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    resizeByCorners(
        input, into: &output, size, rows: .betweenEnds(from: size.height, to: size.newHeight),
        columns: .betweenEnds(from: size.width, to: size.newWidth))
}

/// The form in which the four corners get one weight each.
private func resizeByCorners(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing, rows: Taps, columns: Taps
) {
    size.check(input, output)
    let oldRowLength = size.width * size.channels
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = input.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(
                size.images * size.newHeight, atLeast: max(1, elementsWorthSharing / size.newRowLength / 4)
            ) { chunk in
                for row in chunk {
                    let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
                    let base = source + image * size.height * oldRowLength
                    mixCorners(
                        base + rows.indices[2 * y] * oldRowLength, base + rows.indices[2 * y + 1] * oldRowLength,
                        rows.weights[2 * y], rows.weights[2 * y + 1], into: target + row * size.newRowLength, columns,
                        count: size.newWidth, channels: size.channels)
                }
            }
        }
    }
}

/// One new row from two old ones.
private func mixCorners(
    _ upper: UnsafePointer<Float>, _ lower: UnsafePointer<Float>, _ upperWeight: Float, _ lowerWeight: Float,
    into target: UnsafeMutablePointer<Float>, _ columns: Taps, count: Int, channels: Int
) {
    columns.indices.withUnsafeBufferPointer { indices in
        columns.weights.withUnsafeBufferPointer { weights in
            for x in 0..<count {
                let left = indices[2 * x] * channels
                let right = indices[2 * x + 1] * channels
                let w00 = upperWeight * weights[2 * x]
                let w01 = upperWeight * weights[2 * x + 1]
                let w10 = lowerWeight * weights[2 * x]
                let w11 = lowerWeight * weights[2 * x + 1]
                let pixel = target + x * channels
                var channel = 0
                // Vectors and single channels add up in different orders, as in torch.
                while channel + 8 <= channels {
                    var sum = lower.vector(at: left + channel) * w10
                    sum.addProduct(lower.vector(at: right + channel), SIMD8(repeating: w11))
                    sum.addProduct(upper.vector(at: right + channel), SIMD8(repeating: w01))
                    sum.addProduct(upper.vector(at: left + channel), SIMD8(repeating: w00))
                    pixel.store(sum, at: channel)
                    channel += 8
                }
                while channel < channels {
                    var sum = upper[right + channel] * w01
                    sum = sum.addingProduct(upper[left + channel], w00)
                    sum = sum.addingProduct(lower[left + channel], w10)
                    sum = sum.addingProduct(lower[right + channel], w11)
                    pixel[channel] = sum
                    channel += 1
                }
            }
        }
    }
}
