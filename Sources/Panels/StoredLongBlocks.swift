/// scale, least (f16), 12 bytes of eight 6-bit scales and leasts, 128 bytes of 4-bit weights.
@usableFromInline enum StoredQ4K: StoredBlocks {
    @inlinable static var width: Int { 4 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { true }
    @inlinable static var byteCount: Int { 144 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let scales = SixBitScales<User.M>(User.M.turnedFour(at: address, pitch: pitch))
        for pair in 0..<4 {
            let bytes = User.M.turnedEight(at: address + 16 + pair * 32, pitch: pitch)
            user.use(
                block + 2 * pair, (lowNibbles(User.M.self, bytes.first), lowNibbles(User.M.self, bytes.second)),
                scales[2 * pair])
            user.use(
                block + 2 * pair + 1, (highNibbles(User.M.self, bytes.first), highNibbles(User.M.self, bytes.second)),
                scales[2 * pair + 1])
        }
    }
}

/// As Q4_K with 32 bytes of fifth bits before the 4-bit weights: bit g of a byte belongs to block g.
@usableFromInline enum StoredQ5K: StoredBlocks {
    @inlinable static var width: Int { 5 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { true }
    @inlinable static var byteCount: Int { 176 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let scales = SixBitScales<User.M>(User.M.turnedFour(at: address, pitch: pitch))
        let fifths = User.M.turnedEight(at: address + 16, pitch: pitch)
        for pair in 0..<4 {
            let bytes = User.M.turnedEight(at: address + 48 + pair * 32, pitch: pitch)
            let low = (first: lowNibbles(User.M.self, bytes.first), second: lowNibbles(User.M.self, bytes.second))
            user.use(block + 2 * pair, with(fifths, 2 * pair, low, User.M.self), scales[2 * pair])
            let high = (first: highNibbles(User.M.self, bytes.first), second: highNibbles(User.M.self, bytes.second))
            user.use(block + 2 * pair + 1, with(fifths, 2 * pair + 1, high, User.M.self), scales[2 * pair + 1])
        }
    }

    @inlinable @inline(__always)
    static func with<M: PanelMachine>(
        _ fifths: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>), _ part: Int,
        _ low: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>), _ machine: M.Type
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        let shift = UInt32(part)
        let first = fifths.first.map { M.bits(of: $0, from: shift, mask: 0x0101_0101) }
        let second = fifths.second.map { M.bits(of: $0, from: shift, mask: 0x0101_0101) }
        return joined(machine, low, (first, second), shift: 4)
    }
}

/// 128 bytes of low 4 bits, 64 bytes of high 2 bits, 16 signed scales, scale (f16): weight = scale · (q − 32).
@usableFromInline enum StoredQ6K: StoredBlocks {
    @inlinable static var width: Int { 6 }
    @inlinable static var areOfHalves: Bool { true }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 210 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let whole = User.M.halves(at: address + 208, pitch: pitch)
        let bytes = User.M.turnedFour(at: address + 192, pitch: pitch)
        for half in 0..<2 {
            let even = User.M.turnedEight(at: address + half * 64, pitch: pitch)
            let odd = User.M.turnedEight(at: address + half * 64 + 32, pitch: pitch)
            let high = User.M.turnedEight(at: address + 128 + half * 32, pitch: pitch)
            let (first, second) = half == 0 ? (bytes.first, bytes.second) : (bytes.third, bytes.fourth)
            let start = block + 4 * half
            use(start, even, high, 0, whole, first, &user)
            use(start + 1, odd, high, 1, whole, first, &user)
            use(start + 2, even, high, 2, whole, second, &user)
            use(start + 3, odd, high, 3, whole, second, &user)
        }
    }

    /// Run `run` of half a stored block: 32 weights in the low or the high halves of 32 bytes.
    @inlinable @inline(__always)
    static func use<User: BlockUser>(
        _ block: Int, _ bytes: (first: HalfBlock<User.M.Quads>, second: HalfBlock<User.M.Quads>),
        _ high: (first: HalfBlock<User.M.Quads>, second: HalfBlock<User.M.Quads>), _ run: UInt32,
        _ whole: User.M.Floats, _ scales: User.M.Quads, _ user: inout User
    ) {
        let (nibble, pair, byte): (UInt32, UInt32, UInt32) = (run < 2 ? 0 : 4, 2 * run, run % 2 * 16)
        let low = (
            first: bytes.first.map { User.M.bits(of: $0, from: nibble, mask: 0x0F0F_0F0F) },
            second: bytes.second.map { User.M.bits(of: $0, from: nibble, mask: 0x0F0F_0F0F) }
        )
        let top = (
            first: high.first.map { User.M.bits(of: $0, from: pair, mask: 0x0303_0303) },
            second: high.second.map { User.M.bits(of: $0, from: pair, mask: 0x0303_0303) }
        )
        let first = User.M.product(whole, User.M.signedNumbers(scales, from: byte, count: 8))
        let second = User.M.product(whole, User.M.signedNumbers(scales, from: byte + 8, count: 8))
        user.use(
            block, joined(User.M.self, low, top, shift: 4), BlockScales((first, second), leasts: (first, second)))
    }
}

/// scale (f16), 16 bits and 4 bytes of eight 6-bit scales, 128 bytes: weight = scale · one of sixteen levels.
@usableFromInline enum StoredIQ4XS: StoredBlocks {
    @inlinable static var width: Int { 8 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 136 }
    @inlinable static var parts: Int { 8 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let head = User.M.words(at: address, pitch: pitch)
        let lows = User.M.words(at: address + 4, pitch: pitch)
        let whole = User.M.lowHalves(head)
        for part in 0..<8 {
            let low = User.M.bits(of: lows, from: UInt32(4 * part), mask: 15)
            let high = User.M.bits(of: head, from: UInt32(16 + 2 * part), mask: 3)
            let scale = sixBitScale(User.M.self, low, high)
            let names = nibbles(User.M.self, User.M.turnedFour(at: address + 8 + part * 16, pitch: pitch))
            user.use(
                block + part, (names.first.map { User.M.levels($0) }, names.second.map { User.M.levels($0) }),
                BlockScales(User.M.product(whole, scale)))
        }
    }
}

/// The scales of Q4_K and Q5_K: the first four in the low six bits of bytes, the others split.
@usableFromInline struct SixBitScales<M: PanelMachine> {
    @usableFromInline let whole: M.Floats
    @usableFromInline let wholeLeast: M.Floats
    /// Four bytes of every row each: blocks 0 to 3, and 4 to 7.
    @usableFromInline let scales: (M.Quads, M.Quads)
    @usableFromInline let leasts: (M.Quads, M.Quads)

    /// - Parameter head: the first sixteen bytes of a stored block.
    @inlinable @inline(__always)
    init(_ head: HalfBlock<M.Quads>) {
        // Leasts are taken away.
        let supers = M.flipped(head.first, 0x8000_0000)
        whole = M.lowHalves(supers)
        wholeLeast = M.highHalves(supers)
        let (a, b, c) = (head.second, head.third, head.fourth)
        scales = (
            M.bits(of: a, from: 0, mask: 0x3F3F_3F3F),
            M.joined(
                M.bits(of: c, from: 0, mask: 0x0F0F_0F0F), M.bits(of: a, from: 6, mask: 0x0303_0303), shift: 4)
        )
        leasts = (
            M.bits(of: b, from: 0, mask: 0x3F3F_3F3F),
            M.joined(
                M.bits(of: c, from: 4, mask: 0x0F0F_0F0F), M.bits(of: b, from: 6, mask: 0x0303_0303), shift: 4)
        )
    }

    @inlinable @inline(__always)
    subscript(part: Int) -> BlockScales<M.Floats> {
        let shift = UInt32(8 * (part % 4))
        let scale = M.numbers(part < 4 ? scales.0 : scales.1, from: shift, mask: 255)
        let least = M.numbers(part < 4 ? leasts.0 : leasts.1, from: shift, mask: 255)
        return BlockScales(M.product(whole, scale), least: M.product(wholeLeast, least))
    }
}

/// Four bits and two more, less 32.
@inlinable @inline(__always)
func sixBitScale<M: PanelMachine>(_ machine: M.Type, _ low: M.Quads, _ high: M.Quads) -> M.Floats {
    M.signedNumbers(M.flipped(M.joined(low, high, shift: 4), 32), from: 0, count: 6)
}
