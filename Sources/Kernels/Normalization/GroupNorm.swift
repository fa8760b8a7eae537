/// Normalises every group of channels of every image to mean 0 and variance 1, then scales and shifts every channel;
/// with `silu`, x · sigmoid(x) of that.
///
/// - Shapes: `input` [images, pixels, C] → `output` same; `scale`, `shift` [C]. C is a multiple of `groups`.
/// - Accuracy: NMSE below 1e-12 against `Oracle.groupNorm`, whatever the mean.
public func groupNorm(
    _ input: Span<Float>, scale: Span<Float>, shift: Span<Float>, into output: inout MutableSpan<Float>,
    images: Int, groups: Int, epsilon: Float, silu withSiLU: Bool
) {
    let channels = scale.count
    precondition(groups > 0 && channels.isMultiple(of: groups), "\(channels) channels in \(groups) groups")
    precondition(shift.count == channels, "\(channels) scales, \(shift.count) shifts")
    precondition(input.count == output.count, "\(input.count) elements into \(output.count)")
    guard images > 0, channels > 0, input.count > 0 else { return }
    precondition(input.count.isMultiple(of: images * channels), "\(input.count) elements: \(images) × ? × \(channels)")
    let pixels = input.count / (images * channels)

    let parts = Parts(pixels: pixels, channels: channels)
    let statistics = Statistics(
        moments(input, images: images, channels: channels, parts: parts), scale: scale, groups: groups,
        epsilon: epsilon)
    input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            shift.withUnsafeBufferPointer { shift in
                guard let source = input.baseAddress, let target = output.baseAddress, let shift = shift.baseAddress
                else { return }
                parallel(images * parts.count) { index in
                    let (image, part) = index.quotientAndRemainder(dividingBy: parts.count)
                    statistics.withPointers(image: image) { means, factors in
                        for row in parts[part] {
                            let start = (image * pixels + row) * channels
                            let (from, to) = (source + start, target + start)
                            if withSiLU {
                                normalize(from, into: to, channels, means, factors, shift) { silu($0) }
                            } else {
                                normalize(from, into: to, channels, means, factors, shift) { $0 }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is subtracted from every channel of every image, and what the difference is multiplied by.
private struct Statistics {
    private let channels: Int
    private var means: [Float] = []
    private var factors: [Float] = []

    init(_ moments: [ChannelMoments], scale: Span<Float>, groups: Int, epsilon: Float) {
        channels = scale.count
        let groupSize = channels / groups
        for image in moments {
            for group in 0..<groups {
                let range = group * groupSize..<(group + 1) * groupSize
                let (mean, variance) = image.group(range)
                let factor = 1 / (variance + Double(epsilon)).squareRoot()
                for channel in range {
                    means.append(Float(mean))
                    factors.append(Float(factor * Double(scale[channel])))
                }
            }
        }
    }

    func withPointers(image: Int, _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
        means.withUnsafeBufferPointer { means in
            factors.withUnsafeBufferPointer { factors in
                guard let means = means.baseAddress, let factors = factors.baseAddress else { return }
                body(means + image * channels, factors + image * channels)
            }
        }
    }
}

/// How the pixels of an image are split for the threads; a function of the shape alone.
private struct Parts {
    let pixels: Int
    let length: Int
    let count: Int

    init(pixels: Int, channels: Int) {
        self.pixels = pixels
        let least = max(16, elementsWorthSharing / channels)
        let wanted = max(1, min(32, pixels / least))
        length = (pixels + wanted - 1) / wanted
        count = (pixels + length - 1) / length
    }

    subscript(part: Int) -> Range<Int> { part * length..<min(pixels, (part + 1) * length) }
}

/// The moments of every image's channels. Parts are gathered in any order and merged in one order.
private func moments(_ input: Span<Float>, images: Int, channels: Int, parts: Parts) -> [ChannelMoments] {
    var gathered = [ChannelMoments?](repeating: nil, count: images * parts.count)
    input.withUnsafeBufferPointer { input in
        gathered.withUnsafeMutableBufferPointer { gathered in
            guard let source = input.baseAddress, let gathered = gathered.baseAddress else { return }
            parallel(images * parts.count) { index in
                let (image, part) = index.quotientAndRemainder(dividingBy: parts.count)
                let rows = parts[part]
                let start = source + (image * parts.pixels + rows.lowerBound) * channels
                gathered[index] = ChannelMoments(of: start, rows: rows.count, channels: channels)
            }
        }
    }
    return (0..<images).map { image in
        var total = ChannelMoments(channels: channels)
        for part in 0..<parts.count {
            if let moments = gathered[image * parts.count + part] { total.merge(moments) }
        }
        return total
    }
}

/// One pixel: `activation((x - mean) · factor + shift)` of every channel.
@inline(__always)
private func normalize(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, _ channels: Int,
    _ means: UnsafePointer<Float>, _ factors: UnsafePointer<Float>, _ shift: UnsafePointer<Float>,
    _ activation: (SIMD8<Float>) -> SIMD8<Float>
) {
    var channel = 0
    while channel + 8 <= channels {
        let centred = source.vector(at: channel) - means.vector(at: channel)
        let result = shift.vector(at: channel).addingProduct(centred, factors.vector(at: channel))
        target.store(activation(result), at: channel)
        channel += 8
    }
    let rest = channels - channel
    if rest > 0 {
        let centred = source.vector(at: channel, lanes: rest) - means.vector(at: channel, lanes: rest)
        let result = shift.vector(at: channel, lanes: rest)
            .addingProduct(centred, factors.vector(at: channel, lanes: rest))
        target.store(activation(result), at: channel, lanes: rest)
    }
}
