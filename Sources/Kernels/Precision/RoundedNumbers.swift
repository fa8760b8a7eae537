/// Brain floats, and numbers rounded to bytes, eight at a time.
extension SIMD8<Float> {
    /// As brain floats, each the nearest and to even in the middle, in the upper halves of 32 bits.
    @inline(__always)
    var brainFloats: SIMD8<UInt32> {
        let bits = unsafeBitCast(self, to: SIMD8<UInt32>.self)
        return (bits &+ 0x7FFF &+ ((bits &>> 16) & 1)) & 0xFFFF_0000
    }

    @inline(__always)
    var magnitudes: SIMD8<Float> {
        unsafeBitCast(unsafeBitCast(self, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
    }

    @inline(__always)
    func larger(_ other: SIMD8<Float>) -> SIMD8<Float> { replacing(with: other, where: other .> self) }

    /// The nearest whole numbers, for numbers between ±2²².
    @inline(__always)
    var wholeNumbers: SIMD8<Int32> {
        // Beside 1.5 · 2²³ the last bit is worth 1: the addition rounds, to even in the middle.
        unsafeBitCast(self + 0x1.8p23, to: SIMD8<Int32>.self) &- Int32(bitPattern: (0x1.8p23 as Float).bitPattern)
    }
}

/// The factor by which bytes count, and the number that makes bytes of what is multiplied by it.
struct ByteFactor {
    let factor: Float
    let inverse: Float

    /// - Parameter largest: the largest magnitude, which becomes 127.
    @inline(__always)
    init(largest: Float) {
        factor = largest / 127
        inverse = largest > 0 ? 127 / largest : 0
    }
}
