/// scale (f16), 16 bytes: weight = scale · (q − 8). The low halves of the bytes are the first sixteen weights.
@usableFromInline enum StoredQ4_0: StoredBlocks {
    @inlinable static var width: Int { 4 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 18 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let weights = nibbles(User.M.self, User.M.turnedFour(at: address + 2, pitch: pitch))
        user.use(block, weights, BlockScales(User.M.halves(at: address, pitch: pitch)))
    }
}

/// scale, least (f16), 16 bytes: weight = scale · q + least.
@usableFromInline enum StoredQ4_1: StoredBlocks {
    @inlinable static var width: Int { 4 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { true }
    @inlinable static var byteCount: Int { 20 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let weights = nibbles(User.M.self, User.M.turnedFour(at: address + 4, pitch: pitch))
        let head = User.M.words(at: address, pitch: pitch)
        user.use(block, weights, BlockScales(User.M.lowHalves(head), least: User.M.highHalves(head)))
    }
}

/// scale (f16), 32 fifth bits, 16 bytes: weight = scale · (q − 16).
@usableFromInline enum StoredQ5_0: StoredBlocks {
    @inlinable static var width: Int { 5 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 22 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let low = nibbles(User.M.self, User.M.turnedFour(at: address + 6, pitch: pitch))
        let high = fifths(User.M.self, User.M.words(at: address + 2, pitch: pitch))
        user.use(
            block, joined(User.M.self, low, high, shift: 4), BlockScales(User.M.halves(at: address, pitch: pitch)))
    }
}

/// scale, least (f16), 32 fifth bits, 16 bytes: weight = scale · q + least.
@usableFromInline enum StoredQ5_1: StoredBlocks {
    @inlinable static var width: Int { 5 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { true }
    @inlinable static var byteCount: Int { 24 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let low = nibbles(User.M.self, User.M.turnedFour(at: address + 8, pitch: pitch))
        let high = fifths(User.M.self, User.M.words(at: address + 4, pitch: pitch))
        let head = User.M.words(at: address, pitch: pitch)
        user.use(
            block, joined(User.M.self, low, high, shift: 4),
            BlockScales(User.M.lowHalves(head), least: User.M.highHalves(head)))
    }
}

/// scale (f16), 32 signed bytes.
@usableFromInline enum StoredQ8_0: StoredBlocks {
    @inlinable static var width: Int { 8 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 34 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let signed = User.M.turnedEight(at: address + 2, pitch: pitch)
        user.use(
            block, (unsigned(User.M.self, signed.first), unsigned(User.M.self, signed.second)),
            BlockScales(User.M.halves(at: address, pitch: pitch)))
    }

    @inlinable @inline(__always)
    static func unsigned<M: PanelMachine>(_ machine: M.Type, _ half: HalfBlock<M.Quads>) -> HalfBlock<M.Quads> {
        half.map { M.flipped($0, 0x8080_8080) }
    }
}

/// scale (f16), 16 bytes: weight = scale · one of sixteen levels.
@usableFromInline enum StoredIQ4NL: StoredBlocks {
    @inlinable static var width: Int { 8 }
    @inlinable static var areOfHalves: Bool { false }
    @inlinable static var haveLeasts: Bool { false }
    @inlinable static var byteCount: Int { 18 }
    @inlinable static var parts: Int { 1 }

    @inlinable @inline(__always)
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User) {
        let names = nibbles(User.M.self, User.M.turnedFour(at: address + 2, pitch: pitch))
        user.use(
            block, (names.first.map { User.M.levels($0) }, names.second.map { User.M.levels($0) }),
            BlockScales(User.M.halves(at: address, pitch: pitch)))
    }
}
