/// The register tile for the last eight features of a head: twelve rows by eight lanes.
///
/// Heads of 40 would waste a sixth of the second product in panels of sixteen.
struct HalfTile {
    /// Six rows' sums.
    private struct Rows {
        var row0 = SIMD8<Float>.zero, row1 = SIMD8<Float>.zero, row2 = SIMD8<Float>.zero
        var row3 = SIMD8<Float>.zero, row4 = SIMD8<Float>.zero, row5 = SIMD8<Float>.zero

        @inline(__always)
        mutating func add(_ inputs: UnsafePointer<Float>, _ weights: SIMD8<Float>) {
            let pitch = InputBlock.pitch
            row0 = row0.addingProduct(SIMD8(repeating: inputs[0]), weights)
            row1 = row1.addingProduct(SIMD8(repeating: inputs[pitch]), weights)
            row2 = row2.addingProduct(SIMD8(repeating: inputs[2 * pitch]), weights)
            row3 = row3.addingProduct(SIMD8(repeating: inputs[3 * pitch]), weights)
            row4 = row4.addingProduct(SIMD8(repeating: inputs[4 * pitch]), weights)
            row5 = row5.addingProduct(SIMD8(repeating: inputs[5 * pitch]), weights)
        }

        @inline(__always)
        func addTo(_ target: UnsafeMutablePointer<Float>) {
            let width = WeightPanels.width
            target.store(target.vector(at: 0) + row0, at: 0)
            target.store(target.vector(at: width) + row1, at: width)
            target.store(target.vector(at: 2 * width) + row2, at: 2 * width)
            target.store(target.vector(at: 3 * width) + row3, at: 3 * width)
            target.store(target.vector(at: 4 * width) + row4, at: 4 * width)
            target.store(target.vector(at: 5 * width) + row5, at: 5 * width)
        }
    }

    /// Adds the sums over `depth` steps of two tiles, one after the other, to twelve rows of sums; of one if there is
    /// no second.
    ///
    /// - Shapes: `inputs` [2, 6, pitch]; `weights` [depth, 16], the upper eight unused; `target` [12, 16].
    @inline(__always)
    static func accumulate(
        _ inputs: UnsafePointer<Float>, hasSecond: Bool, _ weights: UnsafePointer<Float>, depth: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var first = Rows()
        guard hasSecond else {
            for step in 0..<depth { first.add(inputs + step, weights.vector(at: step * WeightPanels.width)) }
            first.addTo(target)
            return
        }
        var second = Rows()
        for step in 0..<depth {
            let weights = weights.vector(at: step * WeightPanels.width)
            first.add(inputs + step, weights)
            second.add(inputs + InputBlock.chunkStride + step, weights)
        }
        first.addTo(target)
        second.addTo(target + Tile.rows * WeightPanels.width)
    }
}
