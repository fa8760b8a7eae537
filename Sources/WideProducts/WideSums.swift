/// The sums of twelve rows with 32 outputs, in registers.
struct WideSums<Vector> {
    private var low0: Vector, high0: Vector
    private var low1: Vector, high1: Vector
    private var low2: Vector, high2: Vector
    private var low3: Vector, high3: Vector
    private var low4: Vector, high4: Vector
    private var low5: Vector, high5: Vector
    private var low6: Vector, high6: Vector
    private var low7: Vector, high7: Vector
    private var low8: Vector, high8: Vector
    private var low9: Vector, high9: Vector
    private var low10: Vector, high10: Vector
    private var low11: Vector, high11: Vector

    @inline(__always)
    init(repeating sum: Vector) {
        (low0, high0) = (sum, sum)
        (low1, high1) = (sum, sum)
        (low2, high2) = (sum, sum)
        (low3, high3) = (sum, sum)
        (low4, high4) = (sum, sum)
        (low5, high5) = (sum, sum)
        (low6, high6) = (sum, sum)
        (low7, high7) = (sum, sum)
        (low8, high8) = (sum, sum)
        (low9, high9) = (sum, sum)
        (low10, high10) = (sum, sum)
        (low11, high11) = (sum, sum)
    }

    /// Adds a step: to each sum what `low` and `high` make of it and the row's word.
    @inline(__always)
    mutating func add(
        _ inputs: UnsafePointer<UInt32>, _ pitch: Int, _ low: (Vector, UInt32) -> Vector,
        _ high: (Vector, UInt32) -> Vector
    ) {
        let word0 = inputs[0]
        (low0, high0) = (low(low0, word0), high(high0, word0))
        let word1 = inputs[pitch]
        (low1, high1) = (low(low1, word1), high(high1, word1))
        let word2 = inputs[2 * pitch]
        (low2, high2) = (low(low2, word2), high(high2, word2))
        let word3 = inputs[3 * pitch]
        (low3, high3) = (low(low3, word3), high(high3, word3))
        let word4 = inputs[4 * pitch]
        (low4, high4) = (low(low4, word4), high(high4, word4))
        let word5 = inputs[5 * pitch]
        (low5, high5) = (low(low5, word5), high(high5, word5))
        let word6 = inputs[6 * pitch]
        (low6, high6) = (low(low6, word6), high(high6, word6))
        let word7 = inputs[7 * pitch]
        (low7, high7) = (low(low7, word7), high(high7, word7))
        let word8 = inputs[8 * pitch]
        (low8, high8) = (low(low8, word8), high(high8, word8))
        let word9 = inputs[9 * pitch]
        (low9, high9) = (low(low9, word9), high(high9, word9))
        let word10 = inputs[10 * pitch]
        (low10, high10) = (low(low10, word10), high(high10, word10))
        let word11 = inputs[11 * pitch]
        (low11, high11) = (low(low11, word11), high(high11, word11))
    }

    @inline(__always)
    func forEachRow(_ body: (_ row: Int, _ low: Vector, _ high: Vector) -> Void) {
        body(0, low0, high0)
        body(1, low1, high1)
        body(2, low2, high2)
        body(3, low3, high3)
        body(4, low4, high4)
        body(5, low5, high5)
        body(6, low6, high6)
        body(7, low7, high7)
        body(8, low8, high8)
        body(9, low9, high9)
        body(10, low10, high10)
        body(11, low11, high11)
    }
}

extension WideSums<SIMD16<Int32>> {
    /// Every row's sums start from a number of its own.
    @inline(__always)
    init(starts: UnsafePointer<Int32>) {
        self.init(repeating: .zero)
        (low0, high0) = (SIMD16(repeating: starts[0]), SIMD16(repeating: starts[0]))
        (low1, high1) = (SIMD16(repeating: starts[1]), SIMD16(repeating: starts[1]))
        (low2, high2) = (SIMD16(repeating: starts[2]), SIMD16(repeating: starts[2]))
        (low3, high3) = (SIMD16(repeating: starts[3]), SIMD16(repeating: starts[3]))
        (low4, high4) = (SIMD16(repeating: starts[4]), SIMD16(repeating: starts[4]))
        (low5, high5) = (SIMD16(repeating: starts[5]), SIMD16(repeating: starts[5]))
        (low6, high6) = (SIMD16(repeating: starts[6]), SIMD16(repeating: starts[6]))
        (low7, high7) = (SIMD16(repeating: starts[7]), SIMD16(repeating: starts[7]))
        (low8, high8) = (SIMD16(repeating: starts[8]), SIMD16(repeating: starts[8]))
        (low9, high9) = (SIMD16(repeating: starts[9]), SIMD16(repeating: starts[9]))
        (low10, high10) = (SIMD16(repeating: starts[10]), SIMD16(repeating: starts[10]))
        (low11, high11) = (SIMD16(repeating: starts[11]), SIMD16(repeating: starts[11]))
    }
}
