/// The whole numbers of 32 weights of a block, nothing taken off: the first sixteen, and the others.
typealias WeightBytes = (first: SIMD16<UInt8>, second: SIMD16<UInt8>)

/// Part `part` of a block: 32 of its weights.
@inline(__always)
func weightBytes(_ format: BlockFormat, _ block: UnsafeRawPointer, part: Int) -> WeightBytes {
    switch format {
    case .q4_0, .iq4NL: block.nibblePair(at: 2)
    case .q4_1: block.nibblePair(at: 4)
    case .q5_0: joined(block.nibblePair(at: 6), block.fifthBits(at: 2))
    case .q5_1: joined(block.nibblePair(at: 8), block.fifthBits(at: 4))
    case .q8_0: (block.sixteen(at: 2) ^ 128, block.sixteen(at: 18) ^ 128)
    case .iq4XS: block.nibblePair(at: 8 + part * 16)
    case .q2K: block.pairs(at: 16, part)
    case .q3K: joined(block.pairs(at: 32, part), block.bits(at: 0, part, to: 2))
    case .q4K: block.nibbleHalf(at: 16 + part / 2 * 32, isHigh: !part.isMultiple(of: 2))
    case .q5K:
        joined(
            block.nibbleHalf(at: 48 + part / 2 * 32, isHigh: !part.isMultiple(of: 2)),
            block.bits(at: 16, part, to: 4))
    case .q6K:
        // Each half of the block: four runs of 32 weights.
        joined(
            block.nibbleHalf(at: part / 4 * 64 + part % 2 * 32, isHigh: part % 4 >= 2),
            moved(block.pairs(at: 128, part)))
    }
}

@inline(__always)
private func joined(_ low: WeightBytes, _ high: WeightBytes) -> WeightBytes {
    (low.first | high.first, low.second | high.second)
}

@inline(__always)
private func moved(_ bytes: WeightBytes) -> WeightBytes { (bytes.first &<< 4, bytes.second &<< 4) }

extension UnsafeRawPointer {
    @inline(__always)
    fileprivate func sixteen(at offset: Int) -> SIMD16<UInt8> {
        loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }

    @inline(__always)
    fileprivate func nibblePair(at offset: Int) -> WeightBytes {
        let bytes = sixteen(at: offset)
        return (bytes & 15, bytes &>> 4)
    }

    /// The low or the high halves of 32 bytes.
    @inline(__always)
    fileprivate func nibbleHalf(at offset: Int, isHigh: Bool) -> WeightBytes {
        let (first, second) = (sixteen(at: offset), sixteen(at: offset + 16))
        return isHigh ? (first &>> 4, second &>> 4) : (first & 15, second & 15)
    }

    /// Two bits of each of 32 bytes; four parts share the bytes.
    @inline(__always)
    fileprivate func pairs(at offset: Int, _ part: Int) -> WeightBytes {
        let (start, shift) = (offset + part / 4 * 32, UInt8(2 * (part % 4)))
        return ((sixteen(at: start) &>> shift) & 3, (sixteen(at: start + 16) &>> shift) & 3)
    }

    /// One bit of each of 32 bytes, moved; eight parts share the bytes.
    @inline(__always)
    fileprivate func bits(at offset: Int, _ part: Int, to place: UInt8) -> WeightBytes {
        let shift = UInt8(part)
        return (
            ((sixteen(at: offset) &>> shift) & 1) &<< place, ((sixteen(at: offset + 16) &>> shift) & 1) &<< place
        )
    }

    /// 32 bits, each as 16 or 0.
    @inline(__always)
    fileprivate func fifthBits(at offset: Int) -> WeightBytes {
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
