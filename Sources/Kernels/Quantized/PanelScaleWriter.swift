/// Writes the scales of a stored block of one row to where a panel has them.
struct PanelScaleWriter {
    /// Where the scales begin that the block shares with its neighbours, or with nobody.
    let head: UnsafeMutableRawPointer

    /// - Parameter index: of the stored block among those.
    @inline(__always)
    func write(_ format: BlockFormat, _ block: UnsafeRawPointer, index: Int, row: Int) {
        switch format {
        case .q4_0, .q5_0, .q8_0, .iq4NL:
            put(half(block, 0), head, index * 16 + row)
        case .q4_1, .q5_1:
            put(half(block, 0), head, index * 32 + row)
            put(half(block, 2), head, index * 32 + 16 + row)
        case .q4K, .q5K:
            put(half(block, 0), head, index * 32 + row)
            put(half(block, 2) ^ 0x8000, head, index * 32 + 16 + row)
            for group in 0..<8 {
                let pair = (block + 4).sixBits(group)
                head.storeBytes(of: pair.scale, toByteOffset: 64 + group * 32 + row, as: UInt8.self)
                head.storeBytes(of: pair.least, toByteOffset: 64 + group * 32 + 16 + row, as: UInt8.self)
            }
        case .q6K:
            put(half(block, 208), head, index * 16 + row)
            for group in 0..<16 { putSigned(block.byte(at: 192 + group), group, row) }
        case .q3K:
            put(half(block, 108), head, index * 16 + row)
            for group in 0..<16 {
                let low = block.byte(at: 96 + group % 8) >> (group < 8 ? 0 : 4) & 15
                let high = block.byte(at: 96 + 8 + group % 4) >> UInt8(2 * (group / 4)) & 3
                putSigned((low | high << 4) &- 32, group, row)
            }
        case .q2K:
            put(half(block, 80), head, index * 32 + row)
            put(half(block, 82) ^ 0x8000, head, index * 32 + 16 + row)
            for group in 0..<16 {
                let byte = block.byte(at: group)
                let place = 64 + group / 2 * 64 + group % 2 * 16 + row
                head.storeBytes(of: byte & 15, toByteOffset: place, as: UInt8.self)
                head.storeBytes(of: byte >> 4, toByteOffset: place + 32, as: UInt8.self)
            }
        case .iq4XS:
            put(half(block, 0), head, index * 16 + row)
            let highs = half(block, 2)
            for group in 0..<8 {
                let low = block.byte(at: 4 + group / 2) >> (group.isMultiple(of: 2) ? 0 : 4) & 15
                let high = UInt8(truncatingIfNeeded: highs >> UInt16(2 * group)) & 3
                putSigned((low | high << 4) &- 32, group, row)
            }
        }
    }

    /// The bits of a half-precision number.
    @inline(__always)
    private func half(_ block: UnsafeRawPointer, _ offset: Int) -> UInt16 {
        block.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
    }

    @inline(__always)
    private func put(_ half: UInt16, _ target: UnsafeMutableRawPointer, _ place: Int) {
        target.storeBytes(of: half, toByteOffset: place * 2, as: UInt16.self)
    }

    @inline(__always)
    private func putSigned(_ scale: UInt8, _ group: Int, _ row: Int) {
        head.storeBytes(of: scale, toByteOffset: 64 + group * 16 + row, as: UInt8.self)
    }
}

extension UnsafeRawPointer {
    /// Scale and least of a group of Q4_K and Q5_K: the first four in the low six bits of bytes 0–7, the others split
    /// between bytes 8–11 and the upper two bits of the first eight.
    @inline(__always)
    func sixBits(_ group: Int) -> (scale: UInt8, least: UInt8) {
        if group < 4 { return (byte(at: group) & 63, byte(at: group + 4) & 63) }
        let low = byte(at: group + 4)
        return (low & 15 | (byte(at: group - 4) >> 6) << 4, low >> 4 | (byte(at: group) >> 6) << 4)
    }
}
