/// The product of at most sixteen rows with weights: tokens of a language model, a time embedding, the smallest
/// image of a U-Net.
///
/// The time goes into reading the weights, so each is widened in a register and used at once for four rows; nothing is
/// packed or buffered. A panel is still in the second-level cache when the next four rows take their turn.
struct ThinProduct {
    static let mostRows = 16

    /// Rows that one look at the weights serves: eight independent sums, enough for two multiply-add units.
    private static let rowsAtOnce = 4

    /// [rows, depth].
    let input: UnsafePointer<Float>
    let rows: Int
    let weights: WeightPanels
    let destination: Destination

    func run() {
        switch weights.element {
        case .float32: run(Float32Weights.self)
        case .float16: run(Float16Weights.self)
        case .bfloat16: run(BFloat16Weights.self)
        }
    }

    private func run<Reader: WeightReader>(_ reader: Reader.Type) {
        // Half a megabyte of weights takes longer to read than a thread to wake.
        let atLeast = max(1, 262_144 / max(1, weights.depth * WeightPanels.width))
        parallelChunks(weights.count, atLeast: atLeast) { panels in
            let count = Self.rowsAtOnce * WeightPanels.width
            withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { sums in
                guard let sums = sums.baseAddress else { return }
                for panel in panels {
                    for first in stride(from: 0, to: rows, by: Self.rowsAtOnce) {
                        if weights.isInPlace {
                            multiplyInPlace(panel, rowsFrom: first, reader, into: sums)
                        } else {
                            multiply(panel, rowsFrom: first, reader, into: sums)
                        }
                        destination.write(sums, 0..<min(Self.rowsAtOnce, rows - first), from: first, panel: panel)
                    }
                }
            }
        }
    }

    private func multiply<Reader: WeightReader>(
        _ panel: Int, rowsFrom first: Int, _ reader: Reader.Type, into sums: UnsafeMutablePointer<Float>
    ) {
        let base = weights.address(ofPanel: panel)
        let depth = weights.depth
        let width = WeightPanels.width
        // Rows that are not there are computed as copies of the first; it costs nothing while memory is awaited.
        let rows = rows - first
        let input = input + first * depth
        let second = rows > 1 ? input + depth : input
        let third = rows > 2 ? input + 2 * depth : input
        let fourth = rows > 3 ? input + 3 * depth : input
        // Sums of sums, as elsewhere: one long sum would lose a digit.
        for start in stride(from: 0, to: depth, by: InputBlock.longestChunk) {
            var (sum0, sum1, sum2, sum3) = (Tile.Row(), Tile.Row(), Tile.Row(), Tile.Row())
            for step in start..<min(start + InputBlock.longestChunk, depth) {
                let weights = reader.row(base, step)
                sum0.add(input[step], weights)
                sum1.add(second[step], weights)
                sum2.add(third[step], weights)
                sum3.add(fourth[step], weights)
            }
            if start > 0 {
                sum0.add(sums)
                sum1.add(sums + width)
                sum2.add(sums + 2 * width)
                sum3.add(sums + 3 * width)
            }
            sum0.write(to: sums)
            sum1.write(to: sums + width)
            sum2.write(to: sums + 2 * width)
            sum3.write(to: sums + 3 * width)
        }
    }
}

/// How weights become floats: a row of a packed panel, and eight or one that lie in a file.
protocol WeightReader {
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row
    static func eight(_ weights: UnsafeRawPointer, _ index: Int) -> SIMD8<Float>
    static func one(_ weights: UnsafeRawPointer, _ index: Int) -> Float
}

enum Float32Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let floats = panel.assumingMemoryBound(to: Float.self) + step * WeightPanels.width
        return Tile.Row(low: floats.vector(at: 0), high: floats.vector(at: 8))
    }

    @inline(__always)
    static func eight(_ weights: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
        (weights + index * 4).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    static func one(_ weights: UnsafeRawPointer, _ index: Int) -> Float {
        (weights + index * 4).loadUnaligned(as: Float.self)
    }
}

enum Float16Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let source = panel + step * 32
        return Tile.Row(low: widenedHalves(source), high: widenedHalves(source + 16))
    }

    @inline(__always)
    static func eight(_ weights: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> { widenedHalves(weights + index * 2) }

    @inline(__always)
    static func one(_ weights: UnsafeRawPointer, _ index: Int) -> Float {
        Float((weights + index * 2).loadUnaligned(as: Float16.self))
    }
}

enum BFloat16Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let source = panel + step * 32
        return Tile.Row(low: widenedBrainFloats(source), high: widenedBrainFloats(source + 16))
    }

    @inline(__always)
    static func eight(_ weights: UnsafeRawPointer, _ index: Int) -> SIMD8<Float> {
        widenedBrainFloats(weights + index * 2)
    }

    @inline(__always)
    static func one(_ weights: UnsafeRawPointer, _ index: Int) -> Float {
        Float(bitPattern: UInt32((weights + index * 2).loadUnaligned(as: UInt16.self)) << 16)
    }
}
