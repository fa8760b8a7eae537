/// How the bits of a block's weights lie, and how they become bytes.
///
/// Rows lie side by side: a plane is a few vectors of 64 bytes, four bytes for each of the sixteen rows. Group g of a
/// block are the weights 4g to 4g + 3 of its rows.
public protocol PanelPlanes {
    /// Bytes of a block.
    static var byteCount: Int { get }
    /// Bits that a byte takes after it was read.
    static var width: Int { get }

    static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>)
}

/// Four bits: vector i holds group i in the low halves of its bytes, group i + 4 in the high ones.
public enum Nibbles: PanelPlanes {
    @inlinable public static var byteCount: Int { 256 }
    @inlinable public static var width: Int { 4 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        let (a, b) = (M.quads(at: address), M.quads(at: address + 64))
        let (c, d) = (M.quads(at: address + 128), M.quads(at: address + 192))
        let mask: UInt32 = 0x0F0F_0F0F
        return (
            HalfBlock(
                M.bits(of: a, from: 0, mask: mask), M.bits(of: b, from: 0, mask: mask),
                M.bits(of: c, from: 0, mask: mask), M.bits(of: d, from: 0, mask: mask)),
            HalfBlock(
                M.bits(of: a, from: 4, mask: mask), M.bits(of: b, from: 4, mask: mask),
                M.bits(of: c, from: 4, mask: mask), M.bits(of: d, from: 4, mask: mask))
        )
    }
}

/// Four bits that name one of sixteen levels.
public enum LevelNibbles: PanelPlanes {
    @inlinable public static var byteCount: Int { 256 }
    @inlinable public static var width: Int { 8 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        let names = Nibbles.halfBlocks(machine, at: address)
        let (low, high) = (names.first, names.second)
        return (
            HalfBlock(M.levels(low.first), M.levels(low.second), M.levels(low.third), M.levels(low.fourth)),
            HalfBlock(M.levels(high.first), M.levels(high.second), M.levels(high.third), M.levels(high.fourth))
        )
    }
}

/// Two bits: vector i holds groups 4i to 4i + 3, the first in the lowest bits of its bytes.
public enum Pairs: PanelPlanes {
    @inlinable public static var byteCount: Int { 128 }
    @inlinable public static var width: Int { 2 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        (half(machine, M.quads(at: address)), half(machine, M.quads(at: address + 64)))
    }

    @inlinable @inline(__always)
    static func half<M: PanelMachine>(_ machine: M.Type, _ pairs: M.Quads) -> HalfBlock<M.Quads> {
        let mask: UInt32 = 0x0303_0303
        return HalfBlock(
            M.bits(of: pairs, from: 0, mask: mask), M.bits(of: pairs, from: 2, mask: mask),
            M.bits(of: pairs, from: 4, mask: mask), M.bits(of: pairs, from: 6, mask: mask))
    }
}

/// One bit: bit g of a byte belongs to group g. Comes behind another plane.
@usableFromInline enum Singles {
    @inlinable @inline(__always)
    static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        let singles = M.quads(at: address)
        let mask: UInt32 = 0x0101_0101
        return (
            HalfBlock(
                M.bits(of: singles, from: 0, mask: mask), M.bits(of: singles, from: 1, mask: mask),
                M.bits(of: singles, from: 2, mask: mask), M.bits(of: singles, from: 3, mask: mask)),
            HalfBlock(
                M.bits(of: singles, from: 4, mask: mask), M.bits(of: singles, from: 5, mask: mask),
                M.bits(of: singles, from: 6, mask: mask), M.bits(of: singles, from: 7, mask: mask))
        )
    }
}

/// Four bits and a fifth.
public enum Fives: PanelPlanes {
    @inlinable public static var byteCount: Int { Nibbles.byteCount + 64 }
    @inlinable public static var width: Int { 5 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        joined(
            machine, Nibbles.halfBlocks(machine, at: address),
            Singles.halfBlocks(machine, at: address + Nibbles.byteCount), shift: 4)
    }
}

/// Four bits and two more.
public enum Sixes: PanelPlanes {
    @inlinable public static var byteCount: Int { Nibbles.byteCount + Pairs.byteCount }
    @inlinable public static var width: Int { 6 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        joined(
            machine, Nibbles.halfBlocks(machine, at: address),
            Pairs.halfBlocks(machine, at: address + Nibbles.byteCount), shift: 4)
    }
}

/// Two bits and a third.
public enum Threes: PanelPlanes {
    @inlinable public static var byteCount: Int { Pairs.byteCount + 64 }
    @inlinable public static var width: Int { 3 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        joined(
            machine, Pairs.halfBlocks(machine, at: address),
            Singles.halfBlocks(machine, at: address + Pairs.byteCount), shift: 2)
    }
}

/// Whole bytes: vector g holds group g.
public enum WholeBytes: PanelPlanes {
    @inlinable public static var byteCount: Int { 512 }
    @inlinable public static var width: Int { 8 }

    @inlinable @inline(__always)
    public static func halfBlocks<M: PanelMachine>(
        _ machine: M.Type, at address: UnsafeRawPointer
    ) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
        (half(machine, address), half(machine, address + 256))
    }

    @inlinable @inline(__always)
    static func half<M: PanelMachine>(_ machine: M.Type, _ address: UnsafeRawPointer) -> HalfBlock<M.Quads> {
        HalfBlock(
            M.quads(at: address), M.quads(at: address + 64), M.quads(at: address + 128), M.quads(at: address + 192))
    }
}

@inlinable @inline(__always)
func joined<M: PanelMachine>(
    _ machine: M.Type, _ low: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
    _ high: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>), shift: UInt32
) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
    (joined(machine, low.first, high.first, shift: shift), joined(machine, low.second, high.second, shift: shift))
}

@inlinable @inline(__always)
func joined<M: PanelMachine>(
    _ machine: M.Type, _ low: HalfBlock<M.Quads>, _ high: HalfBlock<M.Quads>, shift: UInt32
) -> HalfBlock<M.Quads> {
    HalfBlock(
        M.joined(low.first, high.first, shift: shift), M.joined(low.second, high.second, shift: shift),
        M.joined(low.third, high.third, shift: shift), M.joined(low.fourth, high.fourth, shift: shift))
}
