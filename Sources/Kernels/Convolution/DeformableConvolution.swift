/// What a deformable convolution looks at, and where its result lies.
public struct DeformableWindow: Hashable, Sendable {
    let images, height, width: Int
    /// Of the results of all images, row by row.
    let pixels: Range<Int>

    public init(images: Int, height: Int, width: Int, pixels: Range<Int>) {
        precondition(
            pixels.lowerBound >= 0 && pixels.upperBound <= images * height * width,
            "\(pixels) of \(images) × \(height) × \(width)")
        (self.images, self.height, self.width, self.pixels) = (images, height, width, pixels)
    }
}

/// A convolution whose kernel looks beside its places, each time elsewhere; between pixels it sees their mixture, outside of
/// the image nothing. Its windows are gathered as the product wants them, so that they never exist all at once.
///
/// - Shapes: `input` [N, H, W, inputs]; `moves` [N, H, W, places, 2], down and across, and `shares` [N, H, W, places],
///   of which the kernel has as many as it has places; `output` [pixels, outputs] at stride 1, as many around it as keep the
///   size.
/// - Units: `moves` in pixels.
/// - Source: Zhu et al. 2018, "Deformable ConvNets v2".
public func convolveDeformably(
    _ input: Span<Float>, moves: Span<Float>, shares: Span<Float>, _ weights: PackedConvolution,
    window: DeformableWindow, into output: inout MutableSpan<Float>
) {
    let places = weights.kernelHeight * weights.kernelWidth
    let pixels = window.images * window.height * window.width
    precondition(!weights.isByChannel || places == 1, "weights of a deformable convolution: to be packed")
    precondition(
        input.count == pixels * weights.inputs && shares.count == pixels * places && moves.count == 2 * shares.count
            && output.count == window.pixels.count * weights.outputs,
        "\(input.count) elements at \(moves.count) into \(output.count)")
    withAddress(of: input) { input in
        withAddress(of: moves) { moves in
            withAddress(of: shares) { shares in
                output.withUnsafeMutableBufferPointer { output in
                    guard let input, let moves, let shares, let output = output.baseAddress else { return }
                    let gatherer = DeformableGatherer(
                        input: input, moves: moves, shares: shares, channels: weights.inputs,
                        kernelHeight: weights.kernelHeight, kernelWidth: weights.kernelWidth, window: window)
                    MatrixProduct(rows: window.pixels.count, weights: weights.panels).run(
                        packRow: { row, depth, target in gatherer.gather(row: row, depth: depth, into: target) },
                        into: Destination(epilogue: Epilogue(), output: output, outputs: weights.outputs))
                }
            }
        }
    }
}

/// Mixes what a window sees.
private struct DeformableGatherer {
    let input, moves, shares: UnsafePointer<Float>
    let channels, kernelHeight, kernelWidth: Int
    let window: DeformableWindow

    /// - Parameter depth: steps through the window, channels innermost.
    func gather(row: Int, depth: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        let pixel = window.pixels.lowerBound + row
        let (line, column) = pixel.quotientAndRemainder(dividingBy: window.width)
        let (image, y) = line.quotientAndRemainder(dividingBy: window.height)
        let source = input + image * window.height * window.width * channels
        let first = pixel * kernelHeight * kernelWidth
        var step = depth.lowerBound
        var target = target
        while step < depth.upperBound {
            let (place, channel) = step.quotientAndRemainder(dividingBy: channels)
            let count = min(channels - channel, depth.upperBound - step)
            let (down, across) = place.quotientAndRemainder(dividingBy: kernelWidth)
            mix(
                source + channel, Float(y + down - kernelHeight / 2) + moves[2 * (first + place)],
                Float(column + across - kernelWidth / 2) + moves[2 * (first + place) + 1], shares[first + place],
                into: target, count: count)
            target += count
            step += count
        }
    }

    /// `share` of the mixture of the four pixels around a place.
    @inline(__always)
    private func mix(
        _ image: UnsafePointer<Float>, _ y: Float, _ x: Float, _ share: Float, into target: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        // Far outside there is nothing, and what is no number leads nowhere.
        guard y > -1, x > -1, y < Float(window.height), x < Float(window.width) else {
            return target.update(repeating: 0, count: count)
        }
        let (top, left) = (y.rounded(.down), x.rounded(.down))
        let (row, column) = (Int(top), Int(left))
        let (lower, right) = (y - top, x - left)
        // Pixels beyond the edge weigh nothing; one at the edge stands in for them.
        let (upperShare, lowerShare) = (
            row < 0 ? 0 : share * (1 - lower), row + 1 < window.height ? share * lower : 0
        )
        let (leftShare, rightShare) = (column < 0 ? 0 : 1 - right, column + 1 < window.width ? right : 0)
        let (upperRow, lowerRow) = (max(row, 0) * window.width, min(row + 1, window.height - 1) * window.width)
        let (leftColumn, rightColumn) = (max(column, 0), min(column + 1, window.width - 1))
        let a = image + (upperRow + leftColumn) * channels, b = image + (upperRow + rightColumn) * channels
        let c = image + (lowerRow + leftColumn) * channels, d = image + (lowerRow + rightColumn) * channels
        let (aShare, bShare) = (upperShare * leftShare, upperShare * rightShare)
        let (cShare, dShare) = (lowerShare * leftShare, lowerShare * rightShare)
        var index = 0
        while index + 8 <= count {
            var sum = a.vector(at: index) * aShare
            sum.addProduct(b.vector(at: index), SIMD8(repeating: bShare))
            sum.addProduct(c.vector(at: index), SIMD8(repeating: cShare))
            sum.addProduct(d.vector(at: index), SIMD8(repeating: dShare))
            target.store(sum, at: index)
            index += 8
        }
        while index < count {
            let sum = a[index] * aShare + b[index] * bShare
            target[index] = sum + c[index] * cShare + d[index] * dShare
            index += 1
        }
    }
}
