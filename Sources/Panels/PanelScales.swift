/// How the scales of a few blocks lie, before their planes. All numbers of a kind lie row by row: sixteen of them.
public protocol PanelScales {
    /// Blocks whose scales lie together.
    static var blocks: Int { get }
    /// Bytes that these scales take: whole cache lines.
    static var byteCount: Int { get }
    /// Whether each half of a block has a scale of its own.
    static var areOfHalves: Bool { get }
    /// Whether something is added to all weights of a block, or of half a one.
    static var haveLeasts: Bool { get }

    /// - Parameters:
    ///   - head: where the scales begin.
    ///   - lane: the first row that is meant.
    ///   - block: one of `blocks`.
    static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats>
}

/// Scales and least values of a block's halves; the same twice where halves have none of their own.
public struct BlockScales<Floats> {
    public var scales: (Floats, Floats)
    public var leasts: (Floats, Floats)

    @inlinable @inline(__always)
    public init(_ scales: (Floats, Floats), leasts: (Floats, Floats)) {
        self.scales = scales
        self.leasts = leasts
    }
}

/// A half-precision number for a block.
public enum PlainScales: PanelScales {
    @inlinable public static var blocks: Int { 2 }
    @inlinable public static var byteCount: Int { 64 }
    @inlinable public static var areOfHalves: Bool { false }
    @inlinable public static var haveLeasts: Bool { false }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let scale = M.halves(at: head + (block * 16 + lane) * 2)
        return BlockScales((scale, scale), leasts: (scale, scale))
    }
}

/// Two half-precision numbers for a block: scale, least.
public enum PlainScalesAndLeasts: PanelScales {
    @inlinable public static var blocks: Int { 2 }
    @inlinable public static var byteCount: Int { 128 }
    @inlinable public static var areOfHalves: Bool { false }
    @inlinable public static var haveLeasts: Bool { true }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let address = head + (block * 32 + lane) * 2
        let (scale, least) = (M.halves(at: address), M.halves(at: address + 32))
        return BlockScales((scale, scale), leasts: (least, least))
    }
}

/// A signed byte for a block, times a half-precision number for eight.
public enum SignedScales: PanelScales {
    @inlinable public static var blocks: Int { 8 }
    @inlinable public static var byteCount: Int { 192 }
    @inlinable public static var areOfHalves: Bool { false }
    @inlinable public static var haveLeasts: Bool { false }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let whole = M.halves(at: head + lane * 2)
        let scale = M.product(whole, M.signedBytes(at: head + 64 + block * 16 + lane))
        return BlockScales((scale, scale), leasts: (scale, scale))
    }
}

/// The same, with a byte for each half of a block.
public enum SignedScalesOfHalves: PanelScales {
    @inlinable public static var blocks: Int { 8 }
    @inlinable public static var byteCount: Int { 320 }
    @inlinable public static var areOfHalves: Bool { true }
    @inlinable public static var haveLeasts: Bool { false }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let whole = M.halves(at: head + lane * 2)
        let address = head + 64 + block * 32 + lane
        let first = M.product(whole, M.signedBytes(at: address))
        let second = M.product(whole, M.signedBytes(at: address + 16))
        return BlockScales((first, second), leasts: (first, second))
    }
}

/// Two bytes for a block, scale and least, each times a half-precision number for eight.
public enum ScalesAndLeasts: PanelScales {
    @inlinable public static var blocks: Int { 8 }
    @inlinable public static var byteCount: Int { 320 }
    @inlinable public static var areOfHalves: Bool { false }
    @inlinable public static var haveLeasts: Bool { true }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let supers = head + lane * 2
        let address = head + 64 + block * 32 + lane
        let scale = M.product(M.halves(at: supers), M.bytes(at: address))
        let least = M.product(M.halves(at: supers + 32), M.bytes(at: address + 16))
        return BlockScales((scale, scale), leasts: (least, least))
    }
}

/// The same, with two bytes for each half of a block: both scales come before both leasts.
public enum ScalesAndLeastsOfHalves: PanelScales {
    @inlinable public static var blocks: Int { 8 }
    @inlinable public static var byteCount: Int { 576 }
    @inlinable public static var areOfHalves: Bool { true }
    @inlinable public static var haveLeasts: Bool { true }

    @inlinable @inline(__always)
    public static func scales<M: PanelMachine>(
        _ machine: M.Type, at head: UnsafeRawPointer, lane: Int, block: Int
    ) -> BlockScales<M.Floats> {
        let supers = head + lane * 2
        let (whole, wholeLeast) = (M.halves(at: supers), M.halves(at: supers + 32))
        let address = head + 64 + block * 64 + lane
        return BlockScales(
            (M.product(whole, M.bytes(at: address)), M.product(whole, M.bytes(at: address + 16))),
            leasts: (
                M.product(wholeLeast, M.bytes(at: address + 32)), M.product(wholeLeast, M.bytes(at: address + 48))
            ))
    }
}
