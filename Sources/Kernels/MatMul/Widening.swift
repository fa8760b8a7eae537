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
