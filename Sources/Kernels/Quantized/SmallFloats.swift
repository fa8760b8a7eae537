/// Floats rounded to 8-bit floats, halves to even; what is too large becomes the largest, what is no number the code of none.
///
/// - Parameters:
///   - format: one of the two of 8-bit floats.
///   - start: where in `output` the first goes.
public func smallFloats(
    _ values: Span<Float>, _ format: ShortFormat, into output: inout MutableSpan<UInt8>, at start: Int = 0
) {
    precondition(start + values.count <= output.count, "\(values.count) codes at \(start) of \(output.count)")
    switch format {
    case .float8e4m3:
        smallFloats(values, SmallFloat(fractionBits: 3, bias: 7, largest: 448, none: 0x7F), into: &output, start)
    case .float8e5m2:
        smallFloats(values, SmallFloat(fractionBits: 2, bias: 15, largest: 57_344, none: 0x7F), into: &output, start)
    case .int8, .rotatedInt8, .blocks: preconditionFailure("small floats: \(format)")
    }
}

@inline(__always)
private func smallFloats(
    _ values: Span<Float>, _ type: SmallFloat, into output: inout MutableSpan<UInt8>, _ start: Int
) {
    output.withUnsafeMutableBufferPointer { output in
        values.withUnsafeBufferPointer { values in
            guard let source = values.baseAddress, let base = output.baseAddress else { return }
            let target = base + start
            parallelChunks(values.count, atLeast: elementsWorthSharing) { chunk in
                var index = chunk.lowerBound
                while index + 8 <= chunk.upperBound {
                    UnsafeMutableRawPointer(target + index)
                        .storeBytes(of: type.codes(source.vector(at: index)), as: SIMD8<UInt8>.self)
                    index += 8
                }
                for index in index..<chunk.upperBound {
                    target[index] = type.codes(SIMD8(repeating: source[index]))[0]
                }
            }
        }
    }
}

/// A type of 8-bit floats.
private struct SmallFloat {
    let fractionBits: Int32
    let bias: Int32
    let largest: Float
    /// The code of what is no number.
    let none: Int32

    @inline(__always)
    func codes(_ values: SIMD8<Float>) -> SIMD8<UInt8> {
        let bits = unsafeBitCast(values, to: SIMD8<Int32>.self)
        let magnitude = bits & 0x7FFF_FFFF
        let most = SIMD8<Int32>(repeating: Int32(bitPattern: largest.bitPattern))
        let size = magnitude.replacing(with: most, where: magnitude .> most)

        // Normal numbers: what is cut off rounds the rest, a carry into the exponent included.
        let shift = 23 - fractionBits
        let isOdd = (size &>> shift) & 1
        let rounded = (size &+ ((1 << (shift - 1)) - 1) &+ isOdd) &>> shift
        let normal = rounded &- ((127 - bias) << fractionBits)

        // Below them, numbers have steps of one size, which become those of whole numbers; adding a large one rounds to them.
        let lowest = 1 - bias
        let step = Float(sign: .plus, exponent: Int(fractionBits - lowest), significand: 1)
        let whole = unsafeBitCast(size, to: SIMD8<Float>.self) * step + 0x1.8p23
        let small = unsafeBitCast(whole, to: SIMD8<Int32>.self) & 0xFF
        let least = SIMD8<Int32>(repeating: (lowest + 127) << 23)

        let codes = normal.replacing(with: small, where: size .< least)
            .replacing(with: none, where: magnitude .> 0x7F80_0000)
        return SIMD8<UInt8>(truncatingIfNeeded: codes | ((bits &>> 24) & 0x80))
    }
}
