/// Every new pixel is a weighted sum of all old ones that it covers, and of their neighbours; weighted by Keys' cubic with a =
/// -0.5, which is drawn out where the image becomes smaller.
///
/// - Shapes: `input` [images, height, width, C] → `output` [images, newHeight, newWidth, C].
/// - Accuracy: torch's `bicubic` with `antialias` but for the last bits.
public func resizeSmoothly(_ input: Span<Float>, into output: inout MutableSpan<Float>, _ size: Resizing) {
    resizeSeparably(
        input, into: &output, size, rows: SmoothTaps(from: size.height, to: size.newHeight),
        columns: SmoothTaps(from: size.width, to: size.newWidth))
}

/// Which elements along one axis make up each new one: as many as it covers.
private struct SmoothTaps: AxisTaps {
    private let starts: [Int]
    private let weights: [[Float]]

    init(from old: Int, to new: Int) {
        let scale = Float(old) / Float(new)
        let stretch = max(scale, 1)
        var (starts, weights): ([Int], [[Float]]) = ([], [])
        for index in 0..<new {
            let center = scale * (Float(index) + 0.5)
            let first = max(Int(center - 2 * stretch + 0.5), 0)
            let last = min(Int(center + 2 * stretch + 0.5), old)
            var own = (first..<last).map { Self.cubic((Float($0) - center + 0.5) * (1 / stretch)) }
            let sum = own.reduce(0, +)
            for tap in own.indices { own[tap] /= sum }
            starts.append(first)
            weights.append(own)
        }
        (self.starts, self.weights) = (starts, weights)
    }

    /// Keys' cubic with a = -0.5, as with antialiasing torch and Pillow take it.
    private static func cubic(_ x: Float) -> Float {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }

    func resizeRow(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, channels: Int) {
        for x in starts.indices {
            let own = weights[x]
            let first = source + starts[x] * channels
            for channel in 0..<channels {
                var sum = first[channel] * own[0]
                for tap in 1..<own.count { sum.addProduct(first[tap * channels + channel], own[tap]) }
                target[x * channels + channel] = sum
            }
        }
    }

    func mixRows(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, at y: Int, length: Int) {
        let own = weights[y]
        let first = source + starts[y] * length
        var index = 0
        while index + 8 <= length {
            var sum = first.vector(at: index) * own[0]
            for tap in 1..<own.count {
                sum.addProduct(first.vector(at: tap * length + index), SIMD8(repeating: own[tap]))
            }
            target.store(sum, at: index)
            index += 8
        }
        while index < length {
            var sum = first[index] * own[0]
            for tap in 1..<own.count { sum.addProduct(first[tap * length + index], own[tap]) }
            target[index] = sum
            index += 1
        }
    }
}
