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
}

extension WideSums<SIMD16<Float>> {
    /// Writes the sums to [12, 32], or adds them to what is there. Written out: a closure would not stay in registers.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<Float>, pitch: Int, isFirst: Bool) {
        if isFirst {
            put(low0, high0, target + 0 * pitch)
            put(low1, high1, target + 1 * pitch)
            put(low2, high2, target + 2 * pitch)
            put(low3, high3, target + 3 * pitch)
            put(low4, high4, target + 4 * pitch)
            put(low5, high5, target + 5 * pitch)
            put(low6, high6, target + 6 * pitch)
            put(low7, high7, target + 7 * pitch)
            put(low8, high8, target + 8 * pitch)
            put(low9, high9, target + 9 * pitch)
            put(low10, high10, target + 10 * pitch)
            put(low11, high11, target + 11 * pitch)
        } else {
            add(low0, high0, target + 0 * pitch)
            add(low1, high1, target + 1 * pitch)
            add(low2, high2, target + 2 * pitch)
            add(low3, high3, target + 3 * pitch)
            add(low4, high4, target + 4 * pitch)
            add(low5, high5, target + 5 * pitch)
            add(low6, high6, target + 6 * pitch)
            add(low7, high7, target + 7 * pitch)
            add(low8, high8, target + 8 * pitch)
            add(low9, high9, target + 9 * pitch)
            add(low10, high10, target + 10 * pitch)
            add(low11, high11, target + 11 * pitch)
        }
    }

    @inline(__always)
    private func put(_ low: SIMD16<Float>, _ high: SIMD16<Float>, _ target: UnsafeMutablePointer<Float>) {
        let target = UnsafeMutableRawPointer(target)
        target.storeBytes(of: low, as: SIMD16<Float>.self)
        target.storeBytes(of: high, toByteOffset: 64, as: SIMD16<Float>.self)
    }

    @inline(__always)
    private func add(_ low: SIMD16<Float>, _ high: SIMD16<Float>, _ target: UnsafeMutablePointer<Float>) {
        let before = UnsafeRawPointer(target)
        put(
            before.loadUnaligned(as: SIMD16<Float>.self) + low,
            before.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self) + high, target)
    }
}

#if arch(x86_64)
    import _Builtin_intrinsics.intel

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

        /// As floats, times the scales of rows and outputs.
        @inline(__always)
        func write(to target: UnsafeMutablePointer<Float>, pitch: Int, isFirst: Bool, _ scales: ByteScales) {
            let weights = UnsafeRawPointer(scales.weights)
            let low = weights.loadUnaligned(as: SIMD16<Float>.self)
            let high = weights.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self)
            put(low0, high0, scales.inputs[0], low, high, target + 0 * pitch, isFirst)
            put(low1, high1, scales.inputs[1], low, high, target + 1 * pitch, isFirst)
            put(low2, high2, scales.inputs[2], low, high, target + 2 * pitch, isFirst)
            put(low3, high3, scales.inputs[3], low, high, target + 3 * pitch, isFirst)
            put(low4, high4, scales.inputs[4], low, high, target + 4 * pitch, isFirst)
            put(low5, high5, scales.inputs[5], low, high, target + 5 * pitch, isFirst)
            put(low6, high6, scales.inputs[6], low, high, target + 6 * pitch, isFirst)
            put(low7, high7, scales.inputs[7], low, high, target + 7 * pitch, isFirst)
            put(low8, high8, scales.inputs[8], low, high, target + 8 * pitch, isFirst)
            put(low9, high9, scales.inputs[9], low, high, target + 9 * pitch, isFirst)
            put(low10, high10, scales.inputs[10], low, high, target + 10 * pitch, isFirst)
            put(low11, high11, scales.inputs[11], low, high, target + 11 * pitch, isFirst)
        }

        @inline(__always)
        private func put(
            _ low: SIMD16<Int32>, _ high: SIMD16<Int32>, _ scale: Float, _ lowScales: SIMD16<Float>,
            _ highScales: SIMD16<Float>, _ target: UnsafeMutablePointer<Float>, _ isFirst: Bool
        ) {
            let before = UnsafeRawPointer(target)
            let target = UnsafeMutableRawPointer(target)
            let first = isFirst ? SIMD16<Float>.zero : before.loadUnaligned(as: SIMD16<Float>.self)
            let second =
                isFirst ? SIMD16<Float>.zero : before.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self)
            target.storeBytes(of: _mm512_fmadd_ps(floats(low), scale * lowScales, first), as: SIMD16<Float>.self)
            target.storeBytes(
                of: _mm512_fmadd_ps(floats(high), scale * highScales, second), toByteOffset: 64, as: SIMD16<Float>.self)
        }

        @inline(__always)
        private func floats(_ sums: SIMD16<Int32>) -> SIMD16<Float> {
            _mm512_cvtepi32_ps(unsafeBitCast(sums, to: SIMD8<Int64>.self))
        }
    }
#endif
