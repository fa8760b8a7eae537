/// 16 bytes of scale and least of each half (4 bits each), 64 bytes of 2-bit weights, scale, least (f16).
@usableFromInline enum StoredQ2K: StoredBlocks {
    @inlinable static var width: Int { 2 }
    @inlinable static var areOfHalves: Bool { true }
    @inlinable static var haveLeasts: Bool { true }
    @inlinable static var byteCount: Int { 84 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        // Leasts are taken away.
        let supers = User.M.flipped(User.M.words(at: address + 80, pitch: pitch), 0x8000_0000)
        let (whole, wholeLeast) = (User.M.lowHalves(supers), User.M.highHalves(supers))
        let bytes = User.M.turnedFour(at: address, pitch: pitch)
        for half in 0..<2 {
            let pairs = User.M.turnedEight(at: address + 16 + half * 32, pitch: pitch)
            let (early, late) = half == 0 ? (bytes.first, bytes.second) : (bytes.third, bytes.fourth)
            for run in 0..<4 {
                let shift = UInt32(2 * run)
                let weights = (
                    first: pairs.first.map { User.M.bits(of: $0, from: shift, mask: 0x0303_0303) },
                    second: pairs.second.map { User.M.bits(of: $0, from: shift, mask: 0x0303_0303) }
                )
                let (scales, byte) = (run < 2 ? early : late, UInt32(run % 2 * 16))
                user.use(
                    block + 4 * half + run, weights,
                    BlockScales(
                        (
                            User.M.product(whole, User.M.numbers(scales, from: byte, mask: 15)),
                            User.M.product(whole, User.M.numbers(scales, from: byte + 8, mask: 15))
                        ),
                        leasts: (
                            User.M.product(wholeLeast, User.M.numbers(scales, from: byte + 4, mask: 15)),
                            User.M.product(wholeLeast, User.M.numbers(scales, from: byte + 12, mask: 15))
                        )))
            }
        }
    }
}

/// 32 bytes of third bits, 64 bytes of 2-bit weights, 12 bytes of 6-bit scales of halves, scale (f16):
/// weight = scale · (q − 4).
@usableFromInline enum StoredQ3K: StoredBlocks {
    @inlinable static var width: Int { 3 }
    @inlinable static var areOfHalves: Bool { true }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 110 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let thirds = User.M.turnedEight(at: address, pitch: pitch)
        // Two bytes that belong to the weights, the twelve of the scales, the scale of all.
        let end = User.M.turnedFour(at: address + 94, pitch: pitch)
        let whole = User.M.highHalves(end.fourth)
        let all: UInt32 = 0xFFFF_FFFF
        let lows = (
            User.M.joined(User.M.bits(of: end.first, from: 16, mask: all), end.second, shift: 16),
            User.M.joined(User.M.bits(of: end.second, from: 16, mask: all), end.third, shift: 16)
        )
        let highs = User.M.joined(User.M.bits(of: end.third, from: 16, mask: all), end.fourth, shift: 16)
        for half in 0..<2 {
            let pairs = User.M.turnedEight(at: address + 32 + half * 32, pitch: pitch)
            let nibble = UInt32(4 * half)
            for run in 0..<4 {
                let (shift, third, byte) = (UInt32(2 * run), UInt32(4 * half + run), UInt32(run % 2 * 16))
                let low = (
                    first: pairs.first.map { User.M.bits(of: $0, from: shift, mask: 0x0303_0303) },
                    second: pairs.second.map { User.M.bits(of: $0, from: shift, mask: 0x0303_0303) }
                )
                let top = (
                    first: thirds.first.map { User.M.bits(of: $0, from: third, mask: 0x0101_0101) },
                    second: thirds.second.map { User.M.bits(of: $0, from: third, mask: 0x0101_0101) }
                )
                // Four scales of six bits: low halves of four bytes, and two bits of four others.
                let scales = run < 2 ? lows.0 : lows.1
                let upper = UInt32(4 * half + (run < 2 ? 0 : 2))
                let first = sixBitScale(
                    User.M.self, User.M.bits(of: scales, from: nibble + byte, mask: 15),
                    User.M.bits(of: highs, from: upper + byte, mask: 3))
                let second = sixBitScale(
                    User.M.self, User.M.bits(of: scales, from: nibble + byte + 8, mask: 15),
                    User.M.bits(of: highs, from: upper + byte + 8, mask: 3))
                let both = (User.M.product(whole, first), User.M.product(whole, second))
                user.use(
                    block + 4 * half + run, joined(User.M.self, low, top, shift: 2), BlockScales(both, leasts: both))
            }
        }
    }
}
