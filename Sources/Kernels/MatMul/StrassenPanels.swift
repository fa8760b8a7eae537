/// What the seven products of `StrassenScheme` multiply of the weights, for a group of pairs of panels.
///
/// - Layout: [chunks, pairs, 7, pitch], of each sum [steps of the chunk, 16].
struct StrassenPanels {
    let weights: WeightPanels

    /// The pairs of panels that are in the group.
    let pairs: Range<Int>

    /// The panels of a pair; a second one that is missing counts as zeros.
    let panels: (_ pair: Int) -> (first: Int, second: Int?)

    /// The cuts of half the depth.
    let chunks: [Range<Int>]

    let floats: UnsafeMutablePointer<Float>

    /// Floats from one sum to the next: an odd number of cache lines, so that they spread over the cache's sets.
    static func pitch(_ chunks: [Range<Int>]) -> Int { (chunks[0].count | 1) * WeightPanels.width }

    /// Floats of a pair of panels.
    static func count(_ chunks: [Range<Int>]) -> Int { chunks.count * StrassenScheme.products * pitch(chunks) }

    /// The seven sums of a chunk.
    @inline(__always)
    func sums(pair: Int, chunk: Int) -> UnsafeMutablePointer<Float> {
        floats + (chunk * pairs.count + pair - pairs.lowerBound) * StrassenScheme.products * Self.pitch(chunks)
    }

    /// Steps that are summed at a time: a cache line of every row of 16-bit weights.
    private static let stepsAtOnce = 32

    /// Rows of sixteen sums that are asked for before they are written: memory is slow to hand out lines.
    private static let rowsAhead = 8

    /// Makes the sums of one pair.
    func fill(_ pair: Int) {
        let halfDepth = chunks[chunks.count - 1].upperBound
        let panels = panels(pair)
        let room = 2 * Self.stepsAtOnce * WeightPanels.width
        withUnsafeTemporaryAllocation(byteCount: 4 * room * MemoryLayout<Float>.stride, alignment: 64) { memory in
            guard let memory = memory.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
            if panels.second == nil { (memory + 2 * room).update(repeating: 0, count: 2 * room) }
            for (index, chunk) in chunks.enumerated() {
                var target = sums(pair: pair, chunk: index)
                for start in stride(from: chunk.lowerBound, to: chunk.upperBound, by: Self.stepsAtOnce) {
                    let upper = start..<min(start + Self.stepsAtOnce, chunk.upperBound)
                    let lower = upper.lowerBound + halfDepth..<upper.upperBound + halfDepth
                    var ahead = nextParts(panels, after: upper, halfDepth)
                    let b11 = weights.floats(panel: panels.first, depth: upper, buffer: memory)
                    let b21 = weights.floats(panel: panels.first, depth: lower, buffer: memory + room)
                    var (b12, b22) = (UnsafePointer(memory + 2 * room), UnsafePointer(memory + 3 * room))
                    if let second = panels.second {
                        b12 = weights.floats(panel: second, depth: upper, buffer: memory + 2 * room)
                        b22 = weights.floats(panel: second, depth: lower, buffer: memory + 3 * room)
                    }
                    write(b11, b12, b21, b22, steps: upper.count, to: target, askingFor: &ahead)
                    target += upper.count * WeightPanels.width
                }
            }
        }
    }

    /// - Shapes: `b11`, `b12`, `b21`, `b22` [steps, 16].
    @inline(__always)
    private func write(
        _ b11: UnsafePointer<Float>, _ b12: UnsafePointer<Float>, _ b21: UnsafePointer<Float>,
        _ b22: UnsafePointer<Float>, steps: Int, to target: UnsafeMutablePointer<Float>, askingFor ahead: inout Parts
    ) {
        let pitch = Self.pitch(chunks)
        for place in stride(from: 0, to: steps * WeightPanels.width, by: WeightPanels.width) {
            ahead.step()
            for product in 0..<StrassenScheme.products {
                prefetch(target + product * pitch + place + Self.rowsAhead * WeightPanels.width)
            }
            StrassenScheme.weightSums(
                Tile.Row(b11 + place), Tile.Row(b12 + place), Tile.Row(b21 + place), Tile.Row(b22 + place)
            ) { product, sum in sum.write(to: target + product * pitch + place) }
        }
    }

    /// The weights that come after some steps.
    private func nextParts(_ panels: (first: Int, second: Int?), after steps: Range<Int>, _ halfDepth: Int) -> Parts {
        let upper = min(steps.upperBound, halfDepth - 1)..<min(steps.upperBound + Self.stepsAtOnce, halfDepth)
        let lower = upper.lowerBound + halfDepth..<upper.upperBound + halfDepth
        let second = panels.second ?? panels.first
        return Parts(
            b11: weights.prefetch(panels.first, upper, steps: steps.count),
            b12: weights.prefetch(second, upper, steps: steps.count),
            b21: weights.prefetch(panels.first, lower, steps: steps.count),
            b22: weights.prefetch(second, lower, steps: steps.count))
    }

    /// Parts of four panels, asked for little by little.
    private struct Parts {
        var b11: Prefetch, b12: Prefetch, b21: Prefetch, b22: Prefetch

        @inline(__always)
        mutating func step() {
            b11.step()
            b12.step()
            b21.step()
            b22.step()
        }
    }
}
