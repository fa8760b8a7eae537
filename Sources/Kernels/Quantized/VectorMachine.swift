#if arch(x86_64) && !BASELINE
    import Panels
    import _Builtin_intrinsics.intel

    /// Eight rows at a time with AVX2, whose products of bytes are sums of two in 16 bits.
    enum VectorMachine: PanelMachine {
        static var lanes: Int { 8 }
        static var tokens: Int { 4 }
        // 255 · 127 twice is too much for 16 bits, 128 · 127 is not.
        static var multipliesWholeBytes: Bool { false }

        @inline(__always)
        static func prefetch(_ address: UnsafeRawPointer) { Kernels.prefetch(address) }

        @inline(__always)
        static func quads(at address: UnsafeRawPointer) -> SIMD8<UInt32> { PortableMachine.quads(at: address) }

        @inline(__always)
        static func bits(of quads: SIMD8<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD8<UInt32> {
            PortableMachine.bits(of: quads, from: shift, mask: mask)
        }

        @inline(__always)
        static func joined(_ low: SIMD8<UInt32>, _ high: SIMD8<UInt32>, shift: UInt32) -> SIMD8<UInt32> {
            PortableMachine.joined(low, high, shift: shift)
        }

        @inline(__always)
        static func levels(_ quads: SIMD8<UInt32>) -> SIMD8<UInt32> {
            // -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113, each plus 128.
            let low = Int64(bitPattern: 0x766A_5D4F_3F2D_1801)
            let high = Int64(bitPattern: 0xF1D9_C5B5_A699_8D81)
            return lanes(_mm256_shuffle_epi8(SIMD4(low, high, low, high), bytes(quads)))
        }

        @inline(__always)
        static func flipped(_ quads: SIMD8<UInt32>, _ mask: UInt32) -> SIMD8<UInt32> {
            PortableMachine.flipped(quads, mask)
        }

        @inline(__always)
        static func spread(_ quads: SIMD8<UInt32>) -> SIMD8<UInt32> {
            PortableMachine.spread(quads)
        }

        @inline(__always)
        static func numbers(_ quads: SIMD8<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD8<Float> {
            PortableMachine.numbers(quads, from: shift, mask: mask)
        }

        @inline(__always)
        static func signedNumbers(_ quads: SIMD8<UInt32>, from shift: UInt32, count: UInt32) -> SIMD8<Float> {
            PortableMachine.signedNumbers(quads, from: shift, count: count)
        }

        @inline(__always)
        static func lowHalves(_ quads: SIMD8<UInt32>) -> SIMD8<Float> {
            PortableMachine.lowHalves(quads)
        }

        @inline(__always)
        static func highHalves(_ quads: SIMD8<UInt32>) -> SIMD8<Float> {
            PortableMachine.highHalves(quads)
        }

        @inline(__always)
        static func words(at address: UnsafeRawPointer, pitch: Int) -> SIMD8<UInt32> {
            PortableMachine.words(at: address, pitch: pitch)
        }

        @inline(__always)
        static func halves(at address: UnsafeRawPointer, pitch: Int) -> SIMD8<Float> {
            PortableMachine.halves(at: address, pitch: pitch)
        }

        @inline(__always)
        static func store(_ quads: SIMD8<UInt32>, to address: UnsafeMutableRawPointer) {
            PortableMachine.store(quads, to: address)
        }

        @inline(__always)
        static func floats(at address: UnsafeRawPointer) -> SIMD8<Float> {
            PortableMachine.floats(at: address)
        }

        @inline(__always)
        static func turnedFour(at address: UnsafeRawPointer, pitch: Int) -> HalfBlock<SIMD8<UInt32>> {
            // Half a vector for each row: rows that are four apart.
            func pair(_ row: Int) -> SIMD4<Int64> {
                let (first, other) = (address + row * pitch, address + (row + 4) * pitch)
                return SIMD4(
                    lowHalf: first.loadUnaligned(as: SIMD2<Int64>.self),
                    highHalf: other.loadUnaligned(as: SIMD2<Int64>.self))
            }
            let all = turned(pair(0), pair(1), pair(2), pair(3))
            return HalfBlock(lanes(all.0), lanes(all.1), lanes(all.2), lanes(all.3))
        }

        @inline(__always)
        static func turnedEight(
            at address: UnsafeRawPointer, pitch: Int
        ) -> (first: HalfBlock<SIMD8<UInt32>>, second: HalfBlock<SIMD8<UInt32>>) {
            func row(_ row: Int) -> SIMD4<Int64> { (address + row * pitch).loadUnaligned(as: SIMD4<Int64>.self) }
            let low = turned(row(0), row(1), row(2), row(3))
            let high = turned(row(4), row(5), row(6), row(7))
            func first(_ a: SIMD4<Int64>, _ b: SIMD4<Int64>) -> SIMD8<UInt32> {
                lanes(SIMD4(lowHalf: a.lowHalf, highHalf: b.lowHalf))
            }
            func second(_ a: SIMD4<Int64>, _ b: SIMD4<Int64>) -> SIMD8<UInt32> {
                lanes(SIMD4(lowHalf: a.highHalf, highHalf: b.highHalf))
            }
            return (
                HalfBlock(first(low.0, high.0), first(low.1, high.1), first(low.2, high.2), first(low.3, high.3)),
                HalfBlock(
                    second(low.0, high.0), second(low.1, high.1), second(low.2, high.2), second(low.3, high.3))
            )
        }

        /// In each half: the first four bytes of all four, then the second, third, fourth.
        @inline(__always)
        private static func turned(
            _ a: SIMD4<Int64>, _ b: SIMD4<Int64>, _ c: SIMD4<Int64>, _ d: SIMD4<Int64>
        ) -> (SIMD4<Int64>, SIMD4<Int64>, SIMD4<Int64>, SIMD4<Int64>) {
            let (low, high) = (_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b))
            let (otherLow, otherHigh) = (_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d))
            return (
                _mm256_unpacklo_epi64(low, otherLow), _mm256_unpackhi_epi64(low, otherLow),
                _mm256_unpacklo_epi64(high, otherHigh), _mm256_unpackhi_epi64(high, otherHigh)
            )
        }

        @inline(__always)
        static func halves(at address: UnsafeRawPointer) -> SIMD8<Float> { PortableMachine.halves(at: address) }

        @inline(__always)
        static func bytes(at address: UnsafeRawPointer) -> SIMD8<Float> { PortableMachine.bytes(at: address) }

        @inline(__always)
        static func signedBytes(at address: UnsafeRawPointer) -> SIMD8<Float> {
            PortableMachine.signedBytes(at: address)
        }

        @inline(__always)
        static func repeating(_ number: Float) -> SIMD8<Float> { SIMD8(repeating: number) }

        @inline(__always)
        static func repeating(_ number: Int32) -> SIMD8<Int32> { SIMD8(repeating: number) }

        @inline(__always)
        static func floats(_ sums: SIMD8<Int32>) -> SIMD8<Float> { _mm256_cvtepi32_ps(bytes(sums)) }

        @inline(__always)
        static func product(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> { a * b }

        @inline(__always)
        static func sum(_ sum: SIMD8<Float>, plus a: SIMD8<Float>, times b: SIMD8<Float>) -> SIMD8<Float> {
            _mm256_fmadd_ps(a, b, sum)
        }

        @inline(__always)
        static func store(_ floats: SIMD8<Float>, to address: UnsafeMutablePointer<Float>) {
            address.store(floats, at: 0)
        }

        @inline(__always)
        static func sums(
            _ sums: SIMD8<Int32>, plus weights: HalfBlock<SIMD8<UInt32>>, width: Int,
            times inputs: UnsafePointer<Int32>, pitch: Int
        ) -> SIMD8<Int32> {
            let (x0, x1) = (repeated(inputs[0]), repeated(inputs[pitch]))
            let (x2, x3) = (repeated(inputs[2 * pitch]), repeated(inputs[3 * pitch]))
            let (w0, w1) = (bytes(weights.first), bytes(weights.second))
            let (w2, w3) = (bytes(weights.third), bytes(weights.fourth))
            if width == 8 {
                let low = whole(signedPairs(w0, x0)) &+ whole(signedPairs(w1, x1))
                let high = whole(signedPairs(w2, x2)) &+ whole(signedPairs(w3, x3))
                return sums &+ low &+ high
            }
            let low = _mm256_add_epi16(_mm256_maddubs_epi16(w0, x0), _mm256_maddubs_epi16(w1, x1))
            let high = _mm256_add_epi16(_mm256_maddubs_epi16(w2, x2), _mm256_maddubs_epi16(w3, x3))
            // Eight products of 31 · 127 are the most that 16 bits can hold, and four of 63 · 127.
            if width <= 5 { return sums &+ whole(_mm256_add_epi16(low, high)) }
            return sums &+ whole(low) &+ whole(high)
        }

        /// Sums of two products of weights, less 128 each, with signed bytes.
        @inline(__always)
        private static func signedPairs(_ weights: SIMD4<Int64>, _ inputs: SIMD4<Int64>) -> SIMD4<Int64> {
            let signed = weights ^ SIMD4(repeating: Int64(bitPattern: 0x8080_8080_8080_8080))
            return _mm256_maddubs_epi16(_mm256_abs_epi8(signed), _mm256_sign_epi8(inputs, signed))
        }

        @inline(__always)
        private static func repeated(_ input: Int32) -> SIMD4<Int64> { bytes(SIMD8<Int32>(repeating: input)) }

        /// Two neighbours of 16 bits make one of 32.
        @inline(__always)
        private static func whole(_ pairs: SIMD4<Int64>) -> SIMD8<Int32> {
            let ones = SIMD4(repeating: Int64(0x0001_0001_0001_0001))
            return unsafeBitCast(_mm256_madd_epi16(pairs, ones), to: SIMD8<Int32>.self)
        }

        @inline(__always)
        private static func bytes<Vector>(_ vector: Vector) -> SIMD4<Int64> {
            unsafeBitCast(vector, to: SIMD4<Int64>.self)
        }

        @inline(__always)
        private static func lanes(_ bytes: SIMD4<Int64>) -> SIMD8<UInt32> {
            unsafeBitCast(bytes, to: SIMD8<UInt32>.self)
        }
    }

    /// `openRows` with AVX2.
    func openRowsWithVectors(_ format: PanelFormat, _ operands: PanelOperands, into target: UnsafeMutableRawPointer) {
        openRows(VectorMachine.self, format, operands, into: target)
    }

    /// `multiplyOpen` with AVX2.
    func multiplyOpenWithVectors(_ format: PanelFormat, _ operands: PanelOperands) {
        multiplyOpen(VectorMachine.self, format, operands)
    }

    /// `multiplyPanel` with AVX2.
    func multiplyWithVectors(_ format: PanelFormat, _ operands: PanelOperands) {
        multiplyPanel(VectorMachine.self, format, operands)
    }
#endif
