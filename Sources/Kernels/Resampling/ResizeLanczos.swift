/// Lanczos as ComfyUI has it: the picture is cut down to 8 bits, Pillow resizes the bytes, and the result is 0...1 again.
///
/// With 2 or 4 channels the last is alpha, and the others are multiplied by it on the way, as Pillow does.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: the bytes of Pillow's `LANCZOS`.
public func resizeLanczos(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    size.check(input, output)
    let hasAlpha = size.channels == 2 || size.channels == 4
    var bytes = quantize(input)
    // Pillow copies where there is nothing to resize, and then leaves the alpha out of it too.
    if size.height != size.newHeight || size.width != size.newWidth {
        if hasAlpha { multiplyByAlpha(&bytes, channels: size.channels) }
        if size.width != size.newWidth { bytes = resizeBytesAcross(bytes, size) }
        if size.height != size.newHeight { bytes = resizeBytesDown(bytes, size) }
        if hasAlpha { divideByAlpha(&bytes, channels: size.channels) }
    }
    bytes.withUnsafeBufferPointer { bytes in
        output.withUnsafeMutableBufferPointer { output in
            for index in output.indices { output[index] = Float(bytes[index]) / 255 }
        }
    }
}

/// Every row to its new width.
private func resizeBytesAcross(_ bytes: [UInt8], _ size: Resizing) -> [UInt8] {
    let taps = LanczosTaps(from: size.width, to: size.newWidth)
    let (channels, rowLength) = (size.channels, size.newRowLength)
    return byteRows(size.images * size.height, of: rowLength, from: bytes) { bytes, target, row in
        let source = bytes + row * size.width * channels
        for x in 0..<size.newWidth {
            for channel in 0..<channels {
                var sum: Int32 = 1 << (LanczosTaps.fractionBits - 1)
                for tap in 0..<taps.counts[x] {
                    sum &+=
                        Int32(source[(taps.starts[x] + tap) * channels + channel])
                        &* taps.weights[x * taps.stride + tap]
                }
                target[x * channels + channel] = clipped(sum)
            }
        }
    }
}

/// Rows of the new width to their new number.
private func resizeBytesDown(_ bytes: [UInt8], _ size: Resizing) -> [UInt8] {
    let taps = LanczosTaps(from: size.height, to: size.newHeight)
    let rowLength = size.newRowLength
    return byteRows(size.images * size.newHeight, of: rowLength, from: bytes) { bytes, target, row in
        let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
        let source = bytes + (image * size.height + taps.starts[y]) * rowLength
        for index in stride(from: 0, to: rowLength, by: 8) {
            let lanes = min(8, rowLength - index)
            var sum = SIMD8<Int32>(repeating: 1 << (LanczosTaps.fractionBits - 1))
            for tap in 0..<taps.counts[y] {
                let place = UnsafeRawPointer(source + tap * rowLength + index)
                var pixels = SIMD8<UInt8>()
                if lanes == 8 {
                    pixels = place.loadUnaligned(as: SIMD8<UInt8>.self)
                } else {
                    for lane in 0..<lanes { pixels[lane] = place.load(fromByteOffset: lane, as: UInt8.self) }
                }
                sum &+= SIMD8<Int32>(truncatingIfNeeded: pixels) &* taps.weights[y * taps.stride + tap]
            }
            for lane in 0..<lanes { target[index + lane] = clipped(sum[lane]) }
        }
    }
}

/// Calls `body` for every row of a new block of bytes, on all threads.
private func byteRows(
    _ count: Int, of length: Int, from bytes: [UInt8],
    _ body: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int) -> Void
) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count * length) { buffer, initializedCount in
        bytes.withUnsafeBufferPointer { bytes in
            guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
            parallelChunks(count, atLeast: max(1, elementsWorthSharing / length / 4)) { chunk in
                for row in chunk { body(source, target + row * length, row) }
            }
        }
        initializedCount = count * length
    }
}

/// The whole part of a fixed-point number, moved into the range of a byte.
private func clipped(_ fixed: Int32) -> UInt8 { UInt8(clamping: fixed &>> LanczosTaps.fractionBits) }
