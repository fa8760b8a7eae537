/// The register tile: six input rows by the sixteen outputs of a panel.
///
/// Twelve sums of eight lanes, two vectors of weights and one input value fill fifteen of the sixteen AVX registers, and
/// twelve independent sums are enough to hide the latency of two multiply-add units.
struct Tile {
    static let rows = 6

    /// One input row's sums with the sixteen outputs.
    struct Row {
        var low = SIMD8<Float>.zero
        var high = SIMD8<Float>.zero

        @inline(__always)
        init() {}

        @inline(__always)
        init(_ source: UnsafePointer<Float>) {
            low = source.vector(at: 0)
            high = source.vector(at: 8)
        }

        @inline(__always)
        init(low: SIMD8<Float>, high: SIMD8<Float>) {
            self.low = low
            self.high = high
        }

        @inline(__always)
        static func + (a: Row, b: Row) -> Row { Row(low: a.low + b.low, high: a.high + b.high) }

        @inline(__always)
        static func - (a: Row, b: Row) -> Row { Row(low: a.low - b.low, high: a.high - b.high) }

        @inline(__always)
        mutating func add(_ input: Float, _ weights: Row) {
            let input = SIMD8(repeating: input)
            low = low.addingProduct(input, weights.low)
            high = high.addingProduct(input, weights.high)
        }

        @inline(__always)
        mutating func add(_ others: UnsafePointer<Float>) {
            low += others.vector(at: 0)
            high += others.vector(at: 8)
        }

        @inline(__always)
        func addTo(_ target: UnsafeMutablePointer<Float>) {
            target.store(target.vector(at: 0) + low, at: 0)
            target.store(target.vector(at: 8) + high, at: 8)
        }

        @inline(__always)
        func subtract(from target: UnsafeMutablePointer<Float>) {
            target.store(target.vector(at: 0) - low, at: 0)
            target.store(target.vector(at: 8) - high, at: 8)
        }

        @inline(__always)
        func write(to target: UnsafeMutablePointer<Float>) {
            target.store(low, at: 0)
            target.store(high, at: 8)
        }
    }

    private var row0 = Row(), row1 = Row(), row2 = Row(), row3 = Row(), row4 = Row(), row5 = Row()

    /// Sums over `depth` steps.
    ///
    /// - Shapes: `inputs` six rows, `pitch` apart; `weights` [depth, width], of which the first sixteen columns.
    @inline(__always)
    init(
        _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, depth: Int, pitch: Int = InputBlock.pitch,
        width: Int = WeightPanels.width
    ) {
        for step in 0..<depth {
            let weights = weights + step * width
            let panel = Row(low: weights.vector(at: 0), high: weights.vector(at: 8))
            let input = inputs + step
            row0.add(input[0], panel)
            row1.add(input[pitch], panel)
            row2.add(input[2 * pitch], panel)
            row3.add(input[3 * pitch], panel)
            row4.add(input[4 * pitch], panel)
            row5.add(input[5 * pitch], panel)
        }
    }

    /// Adds the sums to six rows that are `pitch` apart, or writes them there if they are the `first`.
    @inline(__always)
    func store(to target: UnsafeMutablePointer<Float>, pitch: Int = WeightPanels.width, first: Bool) {
        if first {
            row0.write(to: target)
            row1.write(to: target + pitch)
            row2.write(to: target + 2 * pitch)
            row3.write(to: target + 3 * pitch)
            row4.write(to: target + 4 * pitch)
            row5.write(to: target + 5 * pitch)
        } else {
            row0.addTo(target)
            row1.addTo(target + pitch)
            row2.addTo(target + 2 * pitch)
            row3.addTo(target + 3 * pitch)
            row4.addTo(target + 4 * pitch)
            row5.addTo(target + 5 * pitch)
        }
    }

    /// Subtracts the sums from a [6, 16] block.
    @inline(__always)
    func subtract(from target: UnsafeMutablePointer<Float>) {
        row0.subtract(from: target)
        row1.subtract(from: target + 16)
        row2.subtract(from: target + 32)
        row3.subtract(from: target + 48)
        row4.subtract(from: target + 64)
        row5.subtract(from: target + 80)
    }

    /// Adds what is in a [6, 16] block.
    @inline(__always)
    mutating func add(_ others: UnsafePointer<Float>) {
        row0.add(others)
        row1.add(others + 16)
        row2.add(others + 32)
        row3.add(others + 48)
        row4.add(others + 64)
        row5.add(others + 80)
    }

    /// Hands the first `count` rows on, at least five.
    @inline(__always)
    func forEachRow(_ count: Int, _ body: (_ index: Int, _ row: Row) -> Void) {
        body(0, row0)
        body(1, row1)
        body(2, row2)
        body(3, row3)
        body(4, row4)
        if count > 5 { body(5, row5) }
    }
}
