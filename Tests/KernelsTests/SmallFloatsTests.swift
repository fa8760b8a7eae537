import Kernels
import TestSupport
import Testing

/// 8-bit floats, rounded to and taken into 16 bits.
struct SmallFloatsTests {
    private static let formats: [ShortFormat] = [.float8e4m3, .float8e5m2]

    @Test(arguments: formats)
    func `numbers are rounded to the nearest, halves to the even code`(format: ShortFormat) {
        let codes = Self.finiteCodes(format)
        let numbers = Self.numbers(codes, format)
        // All sizes that there are and some beyond, the numbers themselves, what lies just between two of them, and beside that.
        var values = (0..<4000).flatMap { index in
            noise(1, seed: UInt64(index)).map { $0 * Float(sign: .plus, exponent: index % 40 - 20, significand: 1) }
        }
        for (lower, upper) in zip(numbers, numbers.dropFirst()) {
            let middle = (lower + upper) / 2
            values += [lower, middle, middle.nextUp, middle.nextDown, -middle, -lower]
        }
        values += [0, -0.0, 1e30, -1e30, .infinity]
        let found = Self.rounded(values, format)
        for (value, code) in zip(values, found) {
            #expect(code == Self.nearest(abs(value), codes, numbers) | (value.sign == .minus ? 0x80 : 0), "\(value)")
        }
    }

    @Test(arguments: formats)
    func `what is no number stays none`(format: ShortFormat) {
        let codes = Self.rounded([.nan, 1], format)
        let found = floats(2) {
            if format == .float8e4m3 { widen(float8e4m3: codes.span.bytes, into: &$0) }
            if format == .float8e5m2 { widen(float8e5m2: codes.span.bytes, into: &$0) }
        }
        #expect(found[0].isNaN)
        #expect(found[1] == 1)
    }

    @Test(arguments: formats)
    func `half precision has every one of them`(format: ShortFormat) {
        let codes = (UInt8.min...UInt8.max).map { $0 } + [0x31]
        let found = halves(codes.span.bytes, format).map { Float($0) }
        for (found, wide) in zip(found, Self.numbers(codes, format)) {
            #expect(found == wide || found.isNaN && wide.isNaN)
        }
    }

    private static func rounded(_ values: [Float], _ format: ShortFormat) -> [UInt8] {
        var codes = [UInt8](repeating: 0xAA, count: values.count)
        var span = codes.mutableSpan
        smallFloats(values.span, format, into: &span)
        return codes
    }

    /// Codes of positive numbers, in order.
    private static func finiteCodes(_ format: ShortFormat) -> [UInt8] {
        (0...(format == .float8e4m3 ? 0x7E : 0x7B)).map { UInt8($0) }
    }

    private static func numbers(_ codes: [UInt8], _ format: ShortFormat) -> [Float] {
        floats(codes.count) {
            if format == .float8e4m3 { widen(float8e4m3: codes.span.bytes, into: &$0) }
            if format == .float8e5m2 { widen(float8e5m2: codes.span.bytes, into: &$0) }
        }
    }

    /// The code of the number that is nearest, found by looking at all of them.
    private static func nearest(_ size: Float, _ codes: [UInt8], _ numbers: [Float]) -> UInt8 {
        var best: (code: UInt8, distance: Double) = (0, .infinity)
        for (code, number) in zip(codes, numbers) {
            let distance = abs(Double(min(size, 1e6)) - Double(number))
            if distance < best.distance || distance == best.distance && code.isMultiple(of: 2) {
                best = (code, distance)
            }
        }
        return best.code
    }
}
