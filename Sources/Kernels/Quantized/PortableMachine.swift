import Panels

/// Eight rows at a time with nothing but what Swift's vectors can do everywhere.
enum PortableMachine: PanelMachine {
    static var lanes: Int { 8 }
    static var tokens: Int { 4 }
    static var multipliesWholeBytes: Bool { true }

    @inline(__always)
    static func prefetch(_ address: UnsafeRawPointer) {}

    @inline(__always)
    static func quads(at address: UnsafeRawPointer) -> SIMD8<UInt32> {
        address.loadUnaligned(as: SIMD8<UInt32>.self)
    }

    @inline(__always)
    static func bits(of quads: SIMD8<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD8<UInt32> {
        (quads &>> shift) & mask
    }

    @inline(__always)
    static func joined(_ low: SIMD8<UInt32>, _ high: SIMD8<UInt32>, shift: UInt32) -> SIMD8<UInt32> {
        low | (high &<< shift)
    }

    @inline(__always)
    static func levels(_ quads: SIMD8<UInt32>) -> SIMD8<UInt32> {
        var bytes = unsafeBitCast(quads, to: SIMD32<UInt8>.self)
        for index in 0..<32 { bytes[index] = UInt8(Int(UnevenLevels[bytes[index] & 15]) + 128) }
        return unsafeBitCast(bytes, to: SIMD8<UInt32>.self)
    }

    @inline(__always)
    static func flipped(_ quads: SIMD8<UInt32>, _ mask: UInt32) -> SIMD8<UInt32> { quads ^ mask }

    @inline(__always)
    static func spread(_ quads: SIMD8<UInt32>) -> SIMD8<UInt32> {
        // Every bit once in each byte; the one is kept that belongs there.
        ((quads & 15) &* 0x0020_4081) & 0x0101_0101
    }

    @inline(__always)
    static func numbers(_ quads: SIMD8<UInt32>, from shift: UInt32, mask: UInt32) -> SIMD8<Float> {
        SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: bits(of: quads, from: shift, mask: mask)))
    }

    @inline(__always)
    static func signedNumbers(_ quads: SIMD8<UInt32>, from shift: UInt32, count: UInt32) -> SIMD8<Float> {
        let top = SIMD8<Int32>(truncatingIfNeeded: quads &<< (32 - shift - count))
        return SIMD8<Float>(top &>> Int32(32 - count))
    }

    @inline(__always)
    static func lowHalves(_ quads: SIMD8<UInt32>) -> SIMD8<Float> {
        SIMD8<Float>(unsafeBitCast(SIMD8<UInt16>(truncatingIfNeeded: quads), to: SIMD8<Float16>.self))
    }

    @inline(__always)
    static func highHalves(_ quads: SIMD8<UInt32>) -> SIMD8<Float> { lowHalves(quads &>> 16) }

    @inline(__always)
    static func turnedFour(at address: UnsafeRawPointer, pitch: Int) -> HalfBlock<SIMD8<UInt32>> {
        HalfBlock(
            words(at: address, pitch: pitch), words(at: address + 4, pitch: pitch),
            words(at: address + 8, pitch: pitch), words(at: address + 12, pitch: pitch))
    }

    @inline(__always)
    static func turnedEight(
        at address: UnsafeRawPointer, pitch: Int
    ) -> (first: HalfBlock<SIMD8<UInt32>>, second: HalfBlock<SIMD8<UInt32>>) {
        (turnedFour(at: address, pitch: pitch), turnedFour(at: address + 16, pitch: pitch))
    }

    @inline(__always)
    static func words(at address: UnsafeRawPointer, pitch: Int) -> SIMD8<UInt32> {
        func word(_ row: Int) -> UInt32 { (address + row * pitch).loadUnaligned(as: UInt32.self) }
        return SIMD8(word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7))
    }

    @inline(__always)
    static func halves(at address: UnsafeRawPointer, pitch: Int) -> SIMD8<Float> {
        func half(_ row: Int) -> Float16 { (address + row * pitch).loadUnaligned(as: Float16.self) }
        return SIMD8<Float>(
            SIMD8<Float16>(half(0), half(1), half(2), half(3), half(4), half(5), half(6), half(7)))
    }

    @inline(__always)
    static func store(_ quads: SIMD8<UInt32>, to address: UnsafeMutableRawPointer) {
        address.storeBytes(of: quads, as: SIMD8<UInt32>.self)
    }

    @inline(__always)
    static func floats(at address: UnsafeRawPointer) -> SIMD8<Float> {
        address.loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    static func halves(at address: UnsafeRawPointer) -> SIMD8<Float> {
        SIMD8<Float>(address.loadUnaligned(as: SIMD8<Float16>.self))
    }

    @inline(__always)
    static func bytes(at address: UnsafeRawPointer) -> SIMD8<Float> {
        SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: address.loadUnaligned(as: SIMD8<UInt8>.self)))
    }

    @inline(__always)
    static func signedBytes(at address: UnsafeRawPointer) -> SIMD8<Float> {
        SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: address.loadUnaligned(as: SIMD8<Int8>.self)))
    }

    @inline(__always)
    static func repeating(_ number: Float) -> SIMD8<Float> { SIMD8(repeating: number) }

    @inline(__always)
    static func repeating(_ number: Int32) -> SIMD8<Int32> { SIMD8(repeating: number) }

    @inline(__always)
    static func floats(_ sums: SIMD8<Int32>) -> SIMD8<Float> { SIMD8<Float>(sums) }

    @inline(__always)
    static func product(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> { a * b }

    @inline(__always)
    static func sum(_ sum: SIMD8<Float>, plus a: SIMD8<Float>, times b: SIMD8<Float>) -> SIMD8<Float> {
        sum.addingProduct(a, b)
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
        let first = dot(sums, weights.first, inputs[0])
        let second = dot(first, weights.second, inputs[pitch])
        let third = dot(second, weights.third, inputs[2 * pitch])
        return dot(third, weights.fourth, inputs[3 * pitch])
    }

    @inline(__always)
    private static func dot(_ sums: SIMD8<Int32>, _ weights: SIMD8<UInt32>, _ input: Int32) -> SIMD8<Int32> {
        var sums = sums
        for byte in 0..<4 {
            let shift = UInt32(8 * byte)
            let weight = SIMD8<Int32>(truncatingIfNeeded: (weights &>> shift) & 255)
            let factor = Int32(Int8(truncatingIfNeeded: input >> Int32(shift)))
            sums = sums &+ weight &* factor
        }
        return sums
    }
}

/// `multiplyPanel` on any processor.
func multiplyPortably(_ format: PanelFormat, _ operands: PanelOperands) {
    multiplyPanel(PortableMachine.self, format, operands)
}

/// `openRows` on any processor.
func openRowsPortably(_ format: PanelFormat, _ operands: PanelOperands, into target: UnsafeMutableRawPointer) {
    openRows(PortableMachine.self, format, operands, into: target)
}

/// `multiplyOpen` on any processor.
func multiplyOpenPortably(_ format: PanelFormat, _ operands: PanelOperands) {
    multiplyOpen(PortableMachine.self, format, operands)
}
