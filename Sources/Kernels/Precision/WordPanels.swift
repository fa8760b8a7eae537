import WideProducts

/// Weights as words, in panels of 32 outputs, made of a layer's weights for one product.
///
/// - Layout: words [panels, words along the depth, 32]; of bytes, then the factors [panels, chunks, 32].
struct WordPanels {
    let format: WordFormat
    let outputs: Int
    private let base: UnsafeMutablePointer<Float>

    static let width = WordTile.outputs

    var count: Int { (outputs + Self.width - 1) / Self.width }

    /// Floats of memory for the weights.
    static func floatCount(_ format: WordFormat, outputs: Int) -> Int {
        let panels = (outputs + width - 1) / width
        return panels * width * (format.words + (format.isBytes ? format.chunks.count : 0))
    }

    /// - Parameter memory: room for `floatCount` floats.
    init(_ weights: WeightPanels, _ format: WordFormat, in memory: UnsafeMutablePointer<Float>) {
        self.format = format
        outputs = weights.outputs
        base = memory
        let panels = self
        let scratch = ThreadPool.current.scratch
        parallel(2 * count) { half in
            // Room for a chunk, and for what turning it takes.
            scratch.withFloats(2 * WordFormat.longestChunk * WeightPanels.width) { buffer in
                panels.fill(half: half, from: weights, buffer: buffer)
            }
        }
    }

    @inline(__always)
    func words(panel: Int, chunk: Int) -> UnsafeMutablePointer<UInt32> {
        let start = (panel * format.words + format.words(format.chunks[chunk].lowerBound)) * Self.width
        return UnsafeMutableRawPointer(base + start).assumingMemoryBound(to: UInt32.self)
    }

    @inline(__always)
    func factors(panel: Int, chunk: Int) -> UnsafeMutablePointer<Float> {
        base + count * format.words * Self.width + (panel * format.chunks.count + chunk) * Self.width
    }

    /// - Parameter half: of a panel: sixteen outputs, as `weights` has them.
    private func fill(half: Int, from weights: WeightPanels, buffer: UnsafeMutablePointer<Float>) {
        let column = half % 2 * WeightPanels.width
        for (chunk, range) in format.chunks.enumerated() {
            let target = words(panel: half / 2, chunk: chunk) + column
            let factors = factors(panel: half / 2, chunk: chunk) + column
            let words = format.words(range.count)
            guard half < weights.count else {
                for word in 0..<words { (target + word * Self.width).update(repeating: 0, count: WeightPanels.width) }
                if format.isBytes { factors.update(repeating: 0, count: WeightPanels.width) }
                continue
            }
            let numbers = weights.floats(panel: half, depth: range, buffer: buffer)
            if format.isBytes {
                for eight in [0, 8] {
                    format.writeBytePanel(numbers + eight, range.count, to: target + eight, factors + eight)
                }
            } else {
                format.writeBrainPanel(numbers, range.count, to: target)
            }
        }
    }
}

extension WordFormat {
    private static let width = WeightPanels.width

    /// - Shapes: `numbers` [count, 16]; `target` [words, 32], of which the first sixteen columns.
    fileprivate func writeBrainPanel(
        _ numbers: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<UInt32>
    ) {
        guard perWord == 2 else {
            for index in 0..<count {
                for eight in [0, 8] {
                    UnsafeMutableRawPointer(target + index * WordPanels.width + eight).storeBytes(
                        of: numbers.vector(at: index * Self.width + eight).brainFloats, as: SIMD8<UInt32>.self)
                }
            }
            return
        }
        #if arch(x86_64)
            let pairs = count / 2
            roundToBrainPairs(
                numbers, numbers + Self.width, pitch: 2 * Self.width, rows: pairs, to: target,
                targetPitch: WordPanels.width)
            guard count > 2 * pairs else { return }
            for eight in [0, 8] {
                UnsafeMutableRawPointer(target + pairs * WordPanels.width + eight).storeBytes(
                    of: numbers.vector(at: 2 * pairs * Self.width + eight).brainFloats &>> 16, as: SIMD8<UInt32>.self)
            }
        #endif
    }

    /// Eight outputs of a panel.
    ///
    /// - Shapes: `numbers` [count, 16], of which the first eight columns; `target` [words, 32], likewise.
    fileprivate func writeBytePanel(
        _ numbers: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<UInt32>,
        _ factors: UnsafeMutablePointer<Float>
    ) {
        var largest = SIMD8<Float>.zero
        for index in 0..<count { largest = largest.larger(numbers.vector(at: index * Self.width).magnitudes) }
        factors.store(largest / 127, at: 0)
        let inverse = (127 / largest).replacing(with: 0, where: largest .== 0)
        for word in 0..<words(count) {
            let index = word * perWord
            let whole = (numbers.vector(at: index * Self.width) * inverse).wholeNumbers
            let address = UnsafeMutableRawPointer(target + word * WordPanels.width)
            guard perWord == 4 else {
                address.storeBytes(of: SIMD8<Float>(whole), as: SIMD8<Float>.self)
                continue
            }
            var bits = SIMD8<UInt32>(truncatingIfNeeded: whole &+ 128)
            for place in 1..<min(4, count - index) {
                let whole = (numbers.vector(at: (index + place) * Self.width) * inverse).wholeNumbers
                bits |= SIMD8<UInt32>(truncatingIfNeeded: whole &+ 128) &<< UInt32(8 * place)
            }
            address.storeBytes(of: bits, as: SIMD8<UInt32>.self)
        }
    }
}
