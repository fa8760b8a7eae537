/// The register tile for the last one to four rows of a block.
struct ShortTile {
    static let rows = 4

    private var row0 = Tile.Row(), row1 = Tile.Row(), row2 = Tile.Row(), row3 = Tile.Row()

    /// Sums over `depth` steps.
    ///
    /// - Shapes: `inputs` four rows, `InputBlock.pitch` apart; `weights` [depth, 16].
    @inline(__always)
    init(_ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, depth: Int) {
        let pitch = InputBlock.pitch
        for step in 0..<depth {
            let weights = weights + step * WeightPanels.width
            let panel = Tile.Row(low: weights.vector(at: 0), high: weights.vector(at: 8))
            let input = inputs + step
            row0.add(input[0], panel)
            row1.add(input[pitch], panel)
            row2.add(input[2 * pitch], panel)
            row3.add(input[3 * pitch], panel)
        }
    }

    /// Adds the sums to a [4, 16] block, or writes them there if they are the `first`.
    @inline(__always)
    func store(to target: UnsafeMutablePointer<Float>, first: Bool) {
        let pitch = WeightPanels.width
        if first {
            row0.write(to: target)
            row1.write(to: target + pitch)
            row2.write(to: target + 2 * pitch)
            row3.write(to: target + 3 * pitch)
        } else {
            row0.addTo(target)
            row1.addTo(target + pitch)
            row2.addTo(target + 2 * pitch)
            row3.addTo(target + 3 * pitch)
        }
    }
}
