/// The product of at most four rows with packed weights: a token or two of a language model, a time embedding.
///
/// The time goes into reading the weights, so each is widened in a register and used at once for all rows; nothing is
/// packed or buffered.
struct ThinProduct {
    static let mostRows = 4

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
            withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.mostRows * WeightPanels.width) { sums in
                guard let sums = sums.baseAddress else { return }
                for panel in panels {
                    multiply(panel, reader, into: sums)
                    destination.write(sums, 0..<rows, from: 0, panel: panel)
                }
            }
        }
    }

    private func multiply<Reader: WeightReader>(
        _ panel: Int, _ reader: Reader.Type, into sums: UnsafeMutablePointer<Float>
    ) {
        let base = weights.address(ofPanel: panel)
        let depth = weights.depth
        // Rows that are not there are computed as copies of the first; it costs nothing while memory is awaited.
        let second = rows > 1 ? input + depth : input
        let third = rows > 2 ? input + 2 * depth : input
        let fourth = rows > 3 ? input + 3 * depth : input
        var (sum0, sum1, sum2, sum3) = (Tile.Row(), Tile.Row(), Tile.Row(), Tile.Row())
        for step in 0..<depth {
            let weights = reader.row(base, step)
            sum0.add(input[step], weights)
            sum1.add(second[step], weights)
            sum2.add(third[step], weights)
            sum3.add(fourth[step], weights)
        }
        sum0.write(to: sums)
        sum1.write(to: sums + WeightPanels.width)
        sum2.write(to: sums + 2 * WeightPanels.width)
        sum3.write(to: sums + 3 * WeightPanels.width)
    }
}

/// How one row of a panel becomes two vectors of floats.
private protocol WeightReader {
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row
}

private enum Float32Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let floats = panel.assumingMemoryBound(to: Float.self) + step * WeightPanels.width
        return Tile.Row(low: floats.vector(at: 0), high: floats.vector(at: 8))
    }
}

private enum Float16Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let source = panel + step * 32
        return Tile.Row(low: widenedHalves(source), high: widenedHalves(source + 16))
    }
}

private enum BFloat16Weights: WeightReader {
    @inline(__always)
    static func row(_ panel: UnsafeRawPointer, _ step: Int) -> Tile.Row {
        let source = panel + step * 32
        return Tile.Row(low: widenedBrainFloats(source), high: widenedBrainFloats(source + 16))
    }
}
