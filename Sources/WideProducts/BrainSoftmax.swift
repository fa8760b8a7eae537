#if arch(x86_64)
    internal import CBrainFloats
    import _Builtin_intrinsics.intel

    /// Turns a part of a row of scores into powers of two below the largest score so far, as brain floats in the same place.
    ///
    /// - Parameters:
    ///   - count: a multiple of 32; at least one score is finite.
    ///   - peak: the largest score before; `sum` of the powers before. Both are kept up.
    /// - Returns: what everything added up before has to be multiplied by.
    /// - Accuracy: 3e-6 before rounding.
    public func raiseToBrainFloats(
        _ scores: UnsafeMutablePointer<Float>, _ count: Int, peak: inout Float, sum: inout Float
    ) -> Float {
        let place = UnsafeMutableRawPointer(scores)
        var largest = SIMD16<Float>(repeating: -.infinity)
        for start in stride(from: 0, to: 4 * count, by: 64) {
            largest = _mm512_max_ps(largest, place.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self))
        }
        let before = peak
        peak = max(before, largest.max())
        let newPeak = SIMD16<Float>(repeating: peak)
        let correction = powerOfTwo(SIMD16(repeating: before) - newPeak)[0]
        var sums = SIMD16<Float>.zero
        for start in stride(from: 0, to: 4 * count, by: 128) {
            let low = place.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self)
            let high = place.loadUnaligned(fromByteOffset: start + 64, as: SIMD16<Float>.self)
            let (first, second) = (powerOfTwo(low - newPeak), powerOfTwo(high - newPeak))
            sums += first + second
            place.storeBytes(of: brain_floats(first, second), toByteOffset: start / 2, as: SIMD8<Int64>.self)
        }
        sum = sum * correction + sums.sum()
        return correction
    }

    /// 2 to the power of every lane: of the whole part by its exponent, of the rest by a minimax polynomial.
    @inline(__always)
    private func powerOfTwo(_ x: SIMD16<Float>) -> SIMD16<Float> {
        let bounded = _mm512_max_ps(x, SIMD16(repeating: -126))
        let rest = bounded - _mm512_floor_ps(bounded)
        var power = SIMD16<Float>(repeating: 0.013_534_17)
        power = _mm512_fmadd_ps(power, rest, SIMD16(repeating: 0.052_011_47))
        power = _mm512_fmadd_ps(power, rest, SIMD16(repeating: 0.241_442_75))
        power = _mm512_fmadd_ps(power, rest, SIMD16(repeating: 0.693_003_84))
        power = _mm512_fmadd_ps(power, rest, SIMD16(repeating: 1.000_002_6))
        return _mm512_scalef_ps(power, x)
    }
#endif
