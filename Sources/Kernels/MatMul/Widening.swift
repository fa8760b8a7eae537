/// Eight 16-bit floats as 32-bit ones; exact.
@inline(__always)
func widenedHalves(_ source: UnsafeRawPointer) -> SIMD8<Float> {
    SIMD8<Float>(source.loadUnaligned(as: SIMD8<Float16>.self))
}

/// Eight brain floats (the upper halves of 32-bit ones) as 32-bit floats; exact.
@inline(__always)
func widenedBrainFloats(_ source: UnsafeRawPointer) -> SIMD8<Float> {
    let bits = SIMD8<UInt32>(truncatingIfNeeded: source.loadUnaligned(as: SIMD8<UInt16>.self))
    return unsafeBitCast(bits &<< 16, to: SIMD8<Float>.self)
}

/// Eight 8-bit floats with 4 exponent and 3 fraction bits, no infinities (the "fn" kind), as 32-bit floats; exact.
@inline(__always)
func widenedFloat8e4m3(_ bytes: SIMD8<UInt8>) -> SIMD8<Float> {
    // Without comparisons and numbers below the normal ones, on which processors stumble.
    let code = SIMD8<Int32>(truncatingIfNeeded: bytes)
    let size = code & 0x7F
    let normal = (size &<< 20) &+ (120 << 23)
    let small = unsafeBitCast(SIMD8<Float>(size) * 0x1p-9, to: SIMD8<Int32>.self)
    let isSmall = (size &- 8) &>> 31
    let notANumber = ((size &+ 1) &>> 7) &* 0x7FC0_0000
    let bits = (small & isSmall) | (normal & ~isSmall) | notANumber | ((code & 0x80) &<< 24)
    return unsafeBitCast(bits, to: SIMD8<Float>.self)
}

/// Eight 8-bit floats with 5 exponent and 2 fraction bits, which are the upper halves of half-precision numbers; exact.
@inline(__always)
func widenedFloat8e5m2(_ bytes: SIMD8<UInt8>) -> SIMD8<Float> {
    let bits = SIMD8<UInt16>(truncatingIfNeeded: bytes) &<< 8
    return SIMD8<Float>(unsafeBitCast(bits, to: SIMD8<Float16>.self))
}

/// Eight signed bytes as 32-bit floats.
@inline(__always)
func widenedInt8(_ bytes: SIMD8<UInt8>) -> SIMD8<Float> {
    SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(bytes, to: SIMD8<Int8>.self)))
}
