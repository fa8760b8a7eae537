#if arch(x86_64)
    import Panels
    import _Builtin_intrinsics.intel

    /// Sixteen rows that lie one after the other, turned so that they lie side by side.
    extension WideMachine {
        @inline(__always)
        public static func turnedFour(at address: UnsafeRawPointer, pitch: Int) -> HalfBlock<SIMD16<UInt32>> {
            // A quarter of a vector for each row: rows that are four apart.
            let a = quarters(address, pitch)
            let b = quarters(address + pitch, pitch)
            let c = quarters(address + 2 * pitch, pitch)
            let d = quarters(address + 3 * pitch, pitch)
            let (first, second, third, fourth) = turned(a, b, c, d)
            return HalfBlock(quads(first), quads(second), quads(third), quads(fourth))
        }

        @inline(__always)
        public static func turnedEight(
            at address: UnsafeRawPointer, pitch: Int
        ) -> (first: HalfBlock<SIMD16<UInt32>>, second: HalfBlock<SIMD16<UInt32>>) {
            // Half a vector for each row: the first eight rows, and the others.
            let low = turned(
                halves(address, pitch), halves(address + pitch, pitch), halves(address + 2 * pitch, pitch),
                halves(address + 3 * pitch, pitch))
            let others = address + 8 * pitch
            let high = turned(
                halves(others, pitch), halves(others + pitch, pitch), halves(others + 2 * pitch, pitch),
                halves(others + 3 * pitch, pitch))
            return (
                HalfBlock(
                    even(low.0, high.0), even(low.1, high.1), even(low.2, high.2), even(low.3, high.3)),
                HalfBlock(odd(low.0, high.0), odd(low.1, high.1), odd(low.2, high.2), odd(low.3, high.3))
            )
        }

        @inline(__always)
        public static func words(at address: UnsafeRawPointer, pitch: Int) -> SIMD16<UInt32> {
            let low = fourWords(address, pitch), next = fourWords(address + 4 * pitch, pitch)
            let high = fourWords(address + 8 * pitch, pitch), last = fourWords(address + 12 * pitch, pitch)
            return SIMD16(
                lowHalf: SIMD8(lowHalf: low, highHalf: next), highHalf: SIMD8(lowHalf: high, highHalf: last))
        }

        @inline(__always)
        public static func halves(at address: UnsafeRawPointer, pitch: Int) -> SIMD16<Float> {
            let both = SIMD16(lowHalf: eightHalves(address, pitch), highHalf: eightHalves(address + 8 * pitch, pitch))
            return _mm512_cvtph_ps(unsafeBitCast(both, to: SIMD4<Int64>.self))
        }

        @inline(__always)
        private static func fourWords(_ address: UnsafeRawPointer, _ pitch: Int) -> SIMD4<UInt32> {
            SIMD4(
                address.loadUnaligned(as: UInt32.self), (address + pitch).loadUnaligned(as: UInt32.self),
                (address + 2 * pitch).loadUnaligned(as: UInt32.self),
                (address + 3 * pitch).loadUnaligned(as: UInt32.self))
        }

        @inline(__always)
        private static func eightHalves(_ address: UnsafeRawPointer, _ pitch: Int) -> SIMD8<UInt16> {
            let others = address + 4 * pitch
            return SIMD8(
                address.loadUnaligned(as: UInt16.self), (address + pitch).loadUnaligned(as: UInt16.self),
                (address + 2 * pitch).loadUnaligned(as: UInt16.self),
                (address + 3 * pitch).loadUnaligned(as: UInt16.self), others.loadUnaligned(as: UInt16.self),
                (others + pitch).loadUnaligned(as: UInt16.self), (others + 2 * pitch).loadUnaligned(as: UInt16.self),
                (others + 3 * pitch).loadUnaligned(as: UInt16.self))
        }

        /// Sixteen bytes of this row and of those that are 4, 8 and 12 further.
        @inline(__always)
        private static func quarters(_ address: UnsafeRawPointer, _ pitch: Int) -> SIMD8<Int64> {
            SIMD8(
                lowHalf: SIMD4(
                    lowHalf: address.loadUnaligned(as: SIMD2<Int64>.self),
                    highHalf: (address + 4 * pitch).loadUnaligned(as: SIMD2<Int64>.self)),
                highHalf: SIMD4(
                    lowHalf: (address + 8 * pitch).loadUnaligned(as: SIMD2<Int64>.self),
                    highHalf: (address + 12 * pitch).loadUnaligned(as: SIMD2<Int64>.self)))
        }

        /// 32 bytes of this row and of that which is 4 further.
        @inline(__always)
        private static func halves(_ address: UnsafeRawPointer, _ pitch: Int) -> SIMD8<Int64> {
            SIMD8(
                lowHalf: address.loadUnaligned(as: SIMD4<Int64>.self),
                highHalf: (address + 4 * pitch).loadUnaligned(as: SIMD4<Int64>.self))
        }

        /// In every quarter: the first four bytes of all four, then the second, third, fourth.
        @inline(__always)
        private static func turned(
            _ a: SIMD8<Int64>, _ b: SIMD8<Int64>, _ c: SIMD8<Int64>, _ d: SIMD8<Int64>
        ) -> (SIMD8<Int64>, SIMD8<Int64>, SIMD8<Int64>, SIMD8<Int64>) {
            let (low, high) = (_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b))
            let (otherLow, otherHigh) = (_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d))
            return (
                _mm512_unpacklo_epi64(low, otherLow), _mm512_unpackhi_epi64(low, otherLow),
                _mm512_unpacklo_epi64(high, otherHigh), _mm512_unpackhi_epi64(high, otherHigh)
            )
        }

        /// The first and third quarters of both.
        @inline(__always)
        private static func even(_ a: SIMD8<Int64>, _ b: SIMD8<Int64>) -> SIMD16<UInt32> {
            quads(
                SIMD8(
                    lowHalf: SIMD4(lowHalf: a.lowHalf.lowHalf, highHalf: a.highHalf.lowHalf),
                    highHalf: SIMD4(lowHalf: b.lowHalf.lowHalf, highHalf: b.highHalf.lowHalf)))
        }

        /// The second and fourth quarters of both.
        @inline(__always)
        private static func odd(_ a: SIMD8<Int64>, _ b: SIMD8<Int64>) -> SIMD16<UInt32> {
            quads(
                SIMD8(
                    lowHalf: SIMD4(lowHalf: a.lowHalf.highHalf, highHalf: a.highHalf.highHalf),
                    highHalf: SIMD4(lowHalf: b.lowHalf.highHalf, highHalf: b.highHalf.highHalf)))
        }

        @inline(__always)
        private static func quads(_ vector: SIMD8<Int64>) -> SIMD16<UInt32> {
            unsafeBitCast(vector, to: SIMD16<UInt32>.self)
        }
    }

    /// `multiplyRows` on a processor with AVX-512 and VNNI; on another one it ends the program.
    public func multiplyWideRows(_ format: PanelFormat, _ operands: PanelOperands) {
        multiplyRows(WideMachine.self, format, operands)
    }

    /// `openRows` on such a processor.
    public func openWideRows(_ format: PanelFormat, _ operands: PanelOperands, into target: UnsafeMutableRawPointer) {
        openRows(WideMachine.self, format, operands, into: target)
    }

    /// `multiplyOpen` on such a processor.
    public func multiplyWideOpen(_ format: PanelFormat, _ operands: PanelOperands) {
        multiplyOpen(WideMachine.self, format, operands)
    }
#endif
