#if arch(x86_64)
    internal import CBrainFloats
    import _Builtin_intrinsics.intel

    /// Rows of sixteen numbers of one step along the depth, and of the next, as sixteen words each.
    ///
    /// - Parameters:
    ///   - pitch: floats from row to row.
    ///   - targetPitch: words from row to row of what is made.
    public func roundToBrainPairs(
        _ even: UnsafePointer<Float>, _ odd: UnsafePointer<Float>, pitch: Int, rows: Int,
        to target: UnsafeMutablePointer<UInt32>, targetPitch: Int
    ) {
        let order = SIMD32<UInt16>(
            0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14,
            30, 15,
            31)
        for row in 0..<rows {
            let low = UnsafeRawPointer(even + row * pitch).loadUnaligned(as: SIMD16<Float>.self)
            let high = UnsafeRawPointer(odd + row * pitch).loadUnaligned(as: SIMD16<Float>.self)
            UnsafeMutableRawPointer(target + row * targetPitch).storeBytes(
                of: _mm512_permutexvar_epi16(unsafeBitCast(order, to: SIMD8<Int64>.self), brain_floats(low, high)),
                as: SIMD8<Int64>.self)
        }
    }

    /// Rows of eight numbers as four words each, to places `pitch` words apart.
    ///
    /// - Parameter rows: a multiple of four.
    public func roundToBrainRows(
        _ source: UnsafePointer<Float>, rows: Int, to target: UnsafeMutablePointer<UInt32>, pitch: Int
    ) {
        for row in stride(from: 0, to: rows, by: 4) {
            let low = UnsafeRawPointer(source + row * 8).loadUnaligned(as: SIMD16<Float>.self)
            let high = UnsafeRawPointer(source + row * 8 + 16).loadUnaligned(as: SIMD16<Float>.self)
            let words = brain_floats(low, high)
            let place = UnsafeMutableRawPointer(target + row * pitch)
            place.storeBytes(of: SIMD2(words[0], words[1]), as: SIMD2<Int64>.self)
            place.storeBytes(of: SIMD2(words[2], words[3]), toByteOffset: 4 * pitch, as: SIMD2<Int64>.self)
            place.storeBytes(of: SIMD2(words[4], words[5]), toByteOffset: 8 * pitch, as: SIMD2<Int64>.self)
            place.storeBytes(of: SIMD2(words[6], words[7]), toByteOffset: 12 * pitch, as: SIMD2<Int64>.self)
        }
    }
#endif
