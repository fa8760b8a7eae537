/// Blocks of 256 weights, in groups of 16 or 32 with a small scale each, all of them times a scale of the block.

/// 16 bytes of group scale and least (4 bits each), 64 bytes of 2-bit weights, scale, least (f16).
@inline(__always)
func widenQ2K(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let (scale, least) = (block.half(at: 80), block.half(at: 82))
    for group in 0..<16 {
        let (half, shift, side) = (group / 8, group % 8 / 2, group % 2)
        let weights = block.loadUnaligned(fromByteOffset: 16 + half * 32 + side * 16, as: SIMD16<UInt8>.self)
        let values = (weights &>> UInt8(2 * shift)) & 3
        let byte = block.byte(at: group)
        output.write(
            scale * Float(byte & 15), SIMD16<Int8>(truncatingIfNeeded: values), plus: -least * Float(byte >> 4),
            at: group * 16)
    }
}

/// 32 bytes of third bits, 64 bytes of 2-bit weights, 12 bytes of 6-bit group scales, scale (f16).
///
/// A third bit that is not set takes 4 away.
@inline(__always)
func widenQ3K(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 108)
    for group in 0..<16 {
        let low = block.byte(at: 96 + group % 8) >> (group < 8 ? 0 : 4) & 15
        let high = block.byte(at: 96 + 8 + group % 4) >> UInt8(2 * (group / 4)) & 3
        let groupScale = scale * Float(Int(low | high << 4) - 32)

        let (half, shift, side) = (group / 8, group % 8 / 2, group % 2)
        let weights = block.loadUnaligned(fromByteOffset: 32 + half * 32 + side * 16, as: SIMD16<UInt8>.self)
        let thirds = block.loadUnaligned(fromByteOffset: side * 16, as: SIMD16<UInt8>.self)
        let isSet = (thirds & (1 << UInt8(half * 4 + shift))) .!= 0
        let values = SIMD16<Int8>(truncatingIfNeeded: (weights &>> UInt8(2 * shift)) & 3)
        output.write(groupScale, values &- SIMD16<Int8>(repeating: 4).replacing(with: 0, where: isSet), at: group * 16)
    }
}

/// scale, least (f16), 12 bytes of eight 6-bit scales and leasts, 128 bytes of 4-bit weights.
@inline(__always)
func widenQ4K(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let (scale, least) = (block.half(at: 0), block.half(at: 2))
    for group in 0..<8 {
        let (groupScale, groupLeast) = (block + 4).sixBitPair(group)
        let start = 16 + group / 2 * 32
        for part in 0..<2 {
            let nibbles = block.nibbles(at: start + part * 16)
            output.write(
                scale * groupScale,
                SIMD16<Int8>(truncatingIfNeeded: group.isMultiple(of: 2) ? nibbles.low : nibbles.high),
                plus: -least * groupLeast, at: group * 32 + part * 16)
        }
    }
}

/// As Q4_K with 32 bytes of fifth bits before the 4-bit weights: bit g of a byte belongs to group g.
@inline(__always)
func widenQ5K(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let (scale, least) = (block.half(at: 0), block.half(at: 2))
    for group in 0..<8 {
        let (groupScale, groupLeast) = (block + 4).sixBitPair(group)
        let start = 48 + group / 2 * 32
        for part in 0..<2 {
            let nibbles = block.nibbles(at: start + part * 16)
            let bits = block.loadUnaligned(fromByteOffset: 16 + part * 16, as: SIMD16<UInt8>.self)
            let fifths = ((bits &>> UInt8(group)) & 1) &<< 4
            let values = (group.isMultiple(of: 2) ? nibbles.low : nibbles.high) | fifths
            output.write(
                scale * groupScale, SIMD16<Int8>(truncatingIfNeeded: values), plus: -least * groupLeast,
                at: group * 32 + part * 16)
        }
    }
}

/// 128 bytes of low 4 bits, 64 bytes of high 2 bits, 16 signed group scales, scale (f16): weight = scale · (q − 32).
@inline(__always)
func widenQ6K(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 208)
    for group in 0..<16 {
        // Each half of the block: four runs of 32 weights, two groups in each.
        let (half, run, side) = (group / 8, group % 8 / 2, group % 2)
        let nibbles = block.nibbles(at: half * 64 + run % 2 * 32 + side * 16)
        let bits = block.loadUnaligned(fromByteOffset: 128 + half * 32 + side * 16, as: SIMD16<UInt8>.self)
        let high = ((bits &>> UInt8(2 * run)) & 3) &<< 4
        let values = (run < 2 ? nibbles.low : nibbles.high) | high
        let groupScale = Float(Int8(bitPattern: block.byte(at: 192 + group)))
        output.write(scale * groupScale, SIMD16<Int8>(truncatingIfNeeded: values) &- 32, at: group * 16)
    }
}

/// scale (f16), 16 bits and 4 bytes of eight 6-bit group scales, 128 bytes: weight = scale · one of sixteen values.
@inline(__always)
func widenIQ4XS(_ block: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let scale = block.half(at: 0)
    let highs = block.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
    for group in 0..<8 {
        let low = block.byte(at: 4 + group / 2) >> (group.isMultiple(of: 2) ? 0 : 4) & 15
        let high = UInt8(truncatingIfNeeded: highs >> UInt16(2 * group)) & 3
        let groupScale = scale * Float(Int(low | high << 4) - 32)
        for index in 0..<16 {
            let byte = block.byte(at: 8 + group * 16 + index)
            output[group * 32 + index] = groupScale * UnevenLevels[byte & 15]
            output[group * 32 + 16 + index] = groupScale * UnevenLevels[byte >> 4]
        }
    }
}

extension UnsafeRawPointer {
    /// Scale and least of a group of Q4_K and Q5_K: the first four in the low six bits of bytes 0–7, the others split
    /// between bytes 8–11 and the upper two bits of the first eight.
    @inline(__always)
    fileprivate func sixBitPair(_ group: Int) -> (Float, Float) {
        if group < 4 { return (Float(byte(at: group) & 63), Float(byte(at: group + 4) & 63)) }
        let low = byte(at: group + 4)
        return (
            Float(low & 15 | (byte(at: group - 4) >> 6) << 4), Float(low >> 4 | (byte(at: group) >> 6) << 4)
        )
    }
}
