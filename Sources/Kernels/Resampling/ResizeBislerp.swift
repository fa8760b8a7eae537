import Foundation

/// Resizes along the rows and then along the columns, turning from one pixel's vector of channels to the next one's
/// while their lengths change linearly.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Source: ComfyUI's `bislerp`.
public func resizeBislerp(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    size.check(input, output)
    let columns = SlerpTaps(from: size.width, to: size.newWidth)
    let rows = SlerpTaps(from: size.height, to: size.newHeight)
    let (channels, rowLength) = (size.channels, size.newRowLength)
    let narrowed = floats(size.images * size.height * rowLength) { narrowed in
        input.withUnsafeBufferPointer { input in
            narrowed.withUnsafeMutableBufferPointer { narrowed in
                guard let source = input.baseAddress, let target = narrowed.baseAddress else { return }
                parallelChunks(size.images * size.height, atLeast: max(1, 4096 / rowLength)) { chunk in
                    for row in chunk {
                        let from = source + row * size.width * channels
                        for x in 0..<size.newWidth {
                            slerp(
                                from + columns.first[x] * channels, from + columns.second[x] * channels,
                                columns.ratios[x], into: target + row * rowLength + x * channels, channels)
                        }
                    }
                }
            }
        }
    }
    narrowed.withUnsafeBufferPointer { narrowed in
        output.withUnsafeMutableBufferPointer { output in
            guard let source = narrowed.baseAddress, let target = output.baseAddress else { return }
            parallelChunks(size.images * size.newHeight, atLeast: max(1, 4096 / rowLength)) { chunk in
                for row in chunk {
                    let (image, y) = row.quotientAndRemainder(dividingBy: size.newHeight)
                    let from = source + image * size.height * rowLength
                    for x in 0..<size.newWidth {
                        slerp(
                            from + rows.first[y] * rowLength + x * channels,
                            from + rows.second[y] * rowLength + x * channels, rows.ratios[y],
                            into: target + row * rowLength + x * channels, channels)
                    }
                }
            }
        }
    }
}

/// The two neighbours of every new element and the way between them, taken from axes 0, 1, 2… resized bilinearly.
private struct SlerpTaps {
    let first: [Int]
    let second: [Int]
    let ratios: [Float]

    init(from old: Int, to new: Int) {
        let size = Resizing(images: 1, channels: 1, height: 1, width: old, newHeight: 1, newWidth: new)
        let axis = (0..<old).map(Float.init)
        let next = (0..<old).map { Float(min($0 + 1, old - 1)) }
        let places = floats(new) { resizeBilinear(axis.span, into: &$0, size, isChannelsLast: false) }
        let nextPlaces = floats(new) { resizeBilinear(next.span, into: &$0, size, isChannelsLast: false) }
        first = places.map { Int($0) }
        second = nextPlaces.map { Int($0) }
        ratios = places.map { $0 - $0.rounded(.down) }
    }
}

/// From `a` to `b` by `ratio` along the arc between their directions.
private func slerp(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ ratio: Float, into target: UnsafeMutablePointer<Float>,
    _ channels: Int
) {
    let aLength = length(a, channels)
    let bLength = length(b, channels)
    var dot: Float = 0
    for channel in 0..<channels {
        dot += direction(a[channel], aLength) * direction(b[channel], bLength)
    }
    // Nearly the same direction: the first vector. Nearly opposite ones: a straight line.
    if dot > 1 - 1e-5 {
        target.update(from: a, count: channels)
        return
    }
    if dot < 1e-5 - 1 {
        for channel in 0..<channels { target[channel] = a[channel] * (1 - ratio) + b[channel] * ratio }
        return
    }
    let angle = acos(dot)
    let sine = sin(angle)
    let aWeight = sin((1 - ratio) * angle) / sine
    let bWeight = sin(ratio * angle) / sine
    let length = aLength * (1 - ratio) + bLength * ratio
    for channel in 0..<channels {
        let turned = aWeight * direction(a[channel], aLength) + bWeight * direction(b[channel], bLength)
        target[channel] = turned * length
    }
}

private func length(_ vector: UnsafePointer<Float>, _ channels: Int) -> Float {
    var sum: Float = 0
    for channel in 0..<channels { sum += vector[channel] * vector[channel] }
    return sum.squareRoot()
}

/// A component of a vector of length 1; a vector of length 0 has none.
@inline(__always)
private func direction(_ component: Float, _ length: Float) -> Float { length == 0 ? 0 : component / length }
