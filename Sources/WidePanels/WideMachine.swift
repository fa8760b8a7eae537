#if arch(x86_64)
    import Panels
    import _Builtin_intrinsics.intel

    /// The compiler's own function; Swift has no other name for the instruction. All arguments but the first have to be
    /// literals: to be read, into the second-level cache, data.
    @_silgen_name("llvm.prefetch.p0")
    private func prefetchLine(_ address: UnsafeRawPointer, _ isWritten: Int32, _ locality: Int32, _ isData: Int32)

    /// Sixteen rows at a time with AVX-512 and its dot products of bytes (VNNI).
    public enum WideMachine: PanelMachine {
        public static var lanes: Int { 16 }
        public static var tokens: Int { 8 }
        public static var multipliesWholeBytes: Bool { true }

        @inline(__always)
        public static func prefetch(_ address: UnsafeRawPointer) {
            prefetchLine(address, 0, 2, 1)
        }

        @inline(__always)
        public static func quads(at address: UnsafeRawPointer) -> SIMD16<UInt32> {
            address.loadUnaligned(as: SIMD16<UInt32>.self)
        }

        @inline(__always)
        public static func bits(of quads: SIMD16<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD16<UInt32> {
            (quads &>> shift) & mask
        }

        @inline(__always)
        public static func joined(
            _ low: SIMD16<UInt32>, _ high: SIMD16<UInt32>, shift: UInt32
        ) -> SIMD16<UInt32> { low | (high &<< shift) }

        @inline(__always)
        public static func levels(_ quads: SIMD16<UInt32>) -> SIMD16<UInt32> {
            // -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113, each plus 128.
            let (low, high): (UInt64, UInt64) = (0x766A_5D4F_3F2D_1801, 0xF1D9_C5B5_A699_8D81)
            let both = SIMD2(Int64(bitPattern: low), Int64(bitPattern: high))
            let table = SIMD8<Int64>(
                lowHalf: SIMD4(lowHalf: both, highHalf: both), highHalf: SIMD4(lowHalf: both, highHalf: both))
            return unsafeBitCast(
                _mm512_shuffle_epi8(table, unsafeBitCast(quads, to: SIMD8<Int64>.self)), to: SIMD16<UInt32>.self)
        }

        @inline(__always)
        public static func flipped(_ quads: SIMD16<UInt32>, _ mask: UInt32) -> SIMD16<UInt32> { quads ^ mask }

        @inline(__always)
        public static func spread(_ quads: SIMD16<UInt32>) -> SIMD16<UInt32> {
            // Every bit once in each byte; the one is kept that belongs there.
            ((quads & 15) &* 0x0020_4081) & 0x0101_0101
        }

        @inline(__always)
        public static func numbers(_ quads: SIMD16<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD16<Float> {
            floats(unsafeBitCast(bits(of: quads, from: shift, mask: mask), to: SIMD16<Int32>.self))
        }

        @inline(__always)
        public static func signedNumbers(
            _ quads: SIMD16<UInt32>, from shift: UInt32, count: UInt32
        ) -> SIMD16<Float> {
            let top = unsafeBitCast(quads &<< (32 - shift - count), to: SIMD16<Int32>.self)
            return floats(top &>> Int32(32 - count))
        }

        @inline(__always)
        public static func lowHalves(_ quads: SIMD16<UInt32>) -> SIMD16<Float> {
            _mm512_cvtph_ps(_mm512_cvtepi32_epi16(unsafeBitCast(quads, to: SIMD8<Int64>.self)))
        }

        @inline(__always)
        public static func highHalves(_ quads: SIMD16<UInt32>) -> SIMD16<Float> { lowHalves(quads &>> 16) }

        @inline(__always)
        public static func store(_ quads: SIMD16<UInt32>, to address: UnsafeMutableRawPointer) {
            address.storeBytes(of: quads, as: SIMD16<UInt32>.self)
        }

        @inline(__always)
        public static func floats(at address: UnsafeRawPointer) -> SIMD16<Float> {
            address.loadUnaligned(as: SIMD16<Float>.self)
        }

        @inline(__always)
        public static func halves(at address: UnsafeRawPointer) -> SIMD16<Float> {
            _mm512_cvtph_ps(address.loadUnaligned(as: SIMD4<Int64>.self))
        }

        @inline(__always)
        public static func bytes(at address: UnsafeRawPointer) -> SIMD16<Float> {
            _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(address.loadUnaligned(as: SIMD2<Int64>.self)))
        }

        @inline(__always)
        public static func signedBytes(at address: UnsafeRawPointer) -> SIMD16<Float> {
            _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(address.loadUnaligned(as: SIMD2<Int64>.self)))
        }

        @inline(__always)
        public static func repeating(_ number: Float) -> SIMD16<Float> { SIMD16(repeating: number) }

        @inline(__always)
        public static func repeating(_ number: Int32) -> SIMD16<Int32> { SIMD16(repeating: number) }

        @inline(__always)
        public static func floats(_ sums: SIMD16<Int32>) -> SIMD16<Float> {
            _mm512_cvtepi32_ps(unsafeBitCast(sums, to: SIMD8<Int64>.self))
        }

        @inline(__always)
        public static func product(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> { a * b }

        @inline(__always)
        public static func sum(
            _ sum: SIMD16<Float>, plus a: SIMD16<Float>, times b: SIMD16<Float>
        ) -> SIMD16<Float> { _mm512_fmadd_ps(a, b, sum) }

        @inline(__always)
        public static func store(_ floats: SIMD16<Float>, to address: UnsafeMutablePointer<Float>) {
            UnsafeMutableRawPointer(address).storeBytes(of: floats, as: SIMD16<Float>.self)
        }

        @inline(__always)
        public static func sums(
            _ sums: SIMD16<Int32>, plus weights: HalfBlock<SIMD16<UInt32>>, width: Int,
            times inputs: UnsafePointer<Int32>, pitch: Int
        ) -> SIMD16<Int32> {
            var sums = unsafeBitCast(sums, to: SIMD8<Int64>.self)
            sums = dot(sums, weights.first, inputs[0])
            sums = dot(sums, weights.second, inputs[pitch])
            sums = dot(sums, weights.third, inputs[2 * pitch])
            sums = dot(sums, weights.fourth, inputs[3 * pitch])
            return unsafeBitCast(sums, to: SIMD16<Int32>.self)
        }

        @inline(__always)
        private static func dot(_ sums: SIMD8<Int64>, _ weights: SIMD16<UInt32>, _ input: Int32) -> SIMD8<Int64> {
            _mm512_dpbusd_epi32(
                sums, unsafeBitCast(weights, to: SIMD8<Int64>.self),
                unsafeBitCast(SIMD16<Int32>(repeating: input), to: SIMD8<Int64>.self))
        }
    }

    /// `multiplyPanel` on a processor with AVX-512 and VNNI; on another one it ends the program.
    public func multiplyWidePanel(_ format: PanelFormat, _ operands: PanelOperands) {
        multiplyPanel(WideMachine.self, format, operands)
    }
#endif
