import Foundation
import Kernels
import TestSupport
import Testing

struct WidenTests {
    @Test func `every half-precision number widens exactly`() {
        let bits = (UInt16.min...UInt16.max).map { $0 }
        let found = widened(bits) { widen(float16: $0, into: &$1) }
        #expect(zip(found, bits).allSatisfy { same($0, Float(Float16(bitPattern: $1))) })
    }

    @Test func `every bfloat16 number widens exactly`() {
        let bits = (UInt16.min...UInt16.max).map { $0 }
        let found = widened(bits) { widen(bfloat16: $0, into: &$1) }
        #expect(zip(found, bits).allSatisfy { same($0, Float(bitPattern: UInt32($1) << 16)) })
    }

    @Test func `every 8-bit float with 4 exponent bits widens exactly`() {
        let bits = (UInt8.min...UInt8.max).map { $0 }
        let found = widened(bits) { widen(float8e4m3: $0, into: &$1) }
        for (found, bits) in zip(found, bits) {
            #expect(same(found, smallFloat(bits, fractionBits: 3, bias: 7, hasInfinity: false)))
        }
        #expect(found[0x7E] == 448)
    }

    @Test func `every 8-bit float with 5 exponent bits widens exactly`() {
        let bits = (UInt8.min...UInt8.max).map { $0 }
        let found = widened(bits) { widen(float8e5m2: $0, into: &$1) }
        for (found, bits) in zip(found, bits) {
            #expect(same(found, smallFloat(bits, fractionBits: 2, bias: 15, hasInfinity: true)))
        }
        #expect(found[0x7B] == 57344)
    }

    @Test func `whole numbers and doubles round to the nearest float`() {
        let long: [Int64] = [0, -1, 16_777_217, 16_777_219, .max, .min, 1 << 40, 7, -9]
        #expect(widened(long) { widen(int64: $0, into: &$1) } == long.map(Float.init))
        let int: [Int32] = [0, -1, 16_777_217, .max, .min, 3, 4, 5, 6]
        #expect(widened(int) { widen(int32: $0, into: &$1) } == int.map(Float.init))
        let short: [Int16] = [0, -1, .max, .min, 5]
        #expect(widened(short) { widen(int16: $0, into: &$1) } == short.map(Float.init))
        let signed = (Int8.min...Int8.max).map { $0 }
        #expect(widened(signed) { widen(int8: $0, into: &$1) } == signed.map(Float.init))
        let unsigned = (UInt8.min...UInt8.max).map { $0 }
        #expect(widened(unsigned) { widen(uint8: $0, into: &$1) } == unsigned.map(Float.init))
        let double: [Double] = [0.1, -1e300, 1e-300, 3, .pi, 1e10, 7, 8, 9]
        #expect(widened(double) { widen(float64: $0, into: &$1) } == double.map(Float.init))
    }

    @Test func `bytes need no alignment`() {
        let values: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        let shifted = [0] + values.withUnsafeBytes { Array($0) }
        let found = floats(10) { widen(float32: shifted.span.bytes.extracting(1..<41), into: &$0) }
        #expect(found == values)
    }

    private func widened<Stored: BitwiseCopyable>(
        _ stored: [Stored], _ kernel: (RawSpan, inout MutableSpan<Float>) -> Void
    ) -> [Float] {
        floats(stored.count) { kernel(stored.span.bytes, &$0) }
    }

    private func same(_ a: Float, _ b: Float) -> Bool { a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern }

    /// What the format's definition says: sign, exponent, fraction.
    private func smallFloat(_ bits: UInt8, fractionBits: Int, bias: Int, hasInfinity: Bool) -> Float {
        let sign: Float = bits & 0x80 == 0 ? 1 : -1
        let magnitude = Int(bits & 0x7F)
        let (exponent, fraction) = magnitude.quotientAndRemainder(dividingBy: 1 << fractionBits)
        let share = Float(fraction) / Float(1 << fractionBits)
        if hasInfinity, exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        if !hasInfinity, magnitude == 0x7F { return .nan }
        let power = Float(sign: .plus, exponent: max(exponent, 1) - bias, significand: 1)
        return sign * power * (exponent == 0 ? share : 1 + share)
    }
}
