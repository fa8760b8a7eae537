/// Blocks of 32 weights. The low halves of the bytes are the first sixteen weights, the high halves the others.

/// scale (f16), 16 bytes: weight = scale · (q − 8).
@inline(__always)
func widenQ4_0(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let nibbles = block.nibbles(at: 2)
    output.write(block.half(at: 0), SIMD16<Int8>(truncatingIfNeeded: nibbles.low) &- 8, at: 0)
    output.write(block.half(at: 0), SIMD16<Int8>(truncatingIfNeeded: nibbles.high) &- 8, at: 16)
}

/// scale, least (f16), 16 bytes: weight = scale · q + least.
@inline(__always)
func widenQ4_1(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let (scale, least) = (block.half(at: 0), block.half(at: 2))
    let nibbles = block.nibbles(at: 4)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.low), plus: least, at: 0)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.high), plus: least, at: 16)
}

/// scale (f16), 32 fifth bits, 16 bytes: weight = scale · (q − 16).
@inline(__always)
func widenQ5_0(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 0)
    let fifths = block.fifthBits(at: 2)
    let nibbles = block.nibbles(at: 6)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.low | fifths.low) &- 16, at: 0)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.high | fifths.high) &- 16, at: 16)
}

/// scale, least (f16), 32 fifth bits, 16 bytes: weight = scale · q + least.
@inline(__always)
func widenQ5_1(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let (scale, least) = (block.half(at: 0), block.half(at: 2))
    let fifths = block.fifthBits(at: 4)
    let nibbles = block.nibbles(at: 8)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.low | fifths.low), plus: least, at: 0)
    output.write(scale, SIMD16<Int8>(truncatingIfNeeded: nibbles.high | fifths.high), plus: least, at: 16)
}

/// scale (f16), 32 signed bytes.
@inline(__always)
func widenQ8_0(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 0)
    output.write(scale, (block + 2).loadUnaligned(as: SIMD16<Int8>.self), at: 0)
    output.write(scale, (block + 18).loadUnaligned(as: SIMD16<Int8>.self), at: 16)
}

/// scale (f16), 16 bytes: weight = scale · one of sixteen values.
@inline(__always)
func widenIQ4NL(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 0)
    for index in 0..<16 {
        let byte = block.byte(at: 2 + index)
        output[index] = scale * UnevenLevels[byte & 15]
        output[index + 16] = scale * UnevenLevels[byte >> 4]
    }
}

/// The sixteen values of the IQ4 formats: denser near zero, where most weights are.
enum UnevenLevels {
    private static let levels: InlineArray<16, Float> = [
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
    ]

    @inline(__always)
    static subscript(index: UInt8) -> Float { levels[Int(index)] }
}

extension UnsafeRawPointer {
    @inline(__always)
    func byte(at offset: Int) -> UInt8 { load(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func half(at offset: Int) -> Float { Float(loadUnaligned(fromByteOffset: offset, as: Float16.self)) }

    /// Sixteen bytes, taken apart.
    @inline(__always)
    func nibbles(at offset: Int) -> (low: SIMD16<UInt8>, high: SIMD16<UInt8>) {
        let bytes = loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
        return (bytes & 15, bytes &>> 4)
    }

    /// 32 bits, each as 16 or 0.
    @inline(__always)
    fileprivate func fifthBits(at offset: Int) -> (low: SIMD16<UInt8>, high: SIMD16<UInt8>) {
        let bits = loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return (sixteens(UInt16(truncatingIfNeeded: bits)), sixteens(UInt16(truncatingIfNeeded: bits >> 16)))
    }

    @inline(__always)
    private func sixteens(_ bits: UInt16) -> SIMD16<UInt8> {
        let places = SIMD16<UInt16>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
        let isSet = (SIMD16<UInt16>(repeating: bits) & places) .!= 0
        return SIMD16<UInt8>(truncatingIfNeeded: SIMD16<UInt16>.zero.replacing(with: 16, where: isSet))
    }
}

extension UnsafeMutablePointer<Float> {
    /// Sixteen times `scale` · q + `least`.
    @inline(__always)
    func write(_ scale: Float, _ values: SIMD16<Int8>, plus least: Float = 0, at index: Int) {
        let low = SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: values.lowHalf))
        let high = SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: values.highHalf))
        store(low * scale + least, at: index)
        store(high * scale + least, at: index + 8)
    }
}
