/// Blocks of sixteen rows made ready for many products: every weight a byte, every scale a number.
///
/// A block is eight vectors of 64 bytes, four bytes for each of the rows, then one vector of scales for the block or for each
/// half of it, and, for formats that have them, as many of least values.
@usableFromInline enum OpenBlocks<S: BlockTraits>: BlockSource {
    @inlinable static var width: Int { S.width }
    @inlinable static var areOfHalves: Bool { S.areOfHalves }
    @inlinable static var haveLeasts: Bool { S.haveLeasts }

    /// Bytes of a block.
    @inlinable static var byteCount: Int { 512 + 64 * (areOfHalves ? 2 : 1) * (haveLeasts ? 2 : 1) }

    @inlinable @inline(__always)
    static func forEachBlock<User: BlockUser>(_ operands: PanelOperands, _ user: inout User) {
        var address = operands.panel + operands.lane * 4
        for block in 0..<operands.blocks {
            user.use(
                block, (half(User.M.self, at: address), half(User.M.self, at: address + 256)),
                scales(User.M.self, at: address + 512))
            address += byteCount
        }
    }

    @inlinable @inline(__always)
    static func half<M: PanelMachine>(_ machine: M.Type, at address: UnsafeRawPointer) -> HalfBlock<M.Quads> {
        HalfBlock(
            M.quads(at: address), M.quads(at: address + 64), M.quads(at: address + 128), M.quads(at: address + 192))
    }

    @inlinable @inline(__always)
    static func scales<M: PanelMachine>(_ machine: M.Type, at address: UnsafeRawPointer) -> BlockScales<M.Floats> {
        let first = M.floats(at: address)
        let second = areOfHalves ? M.floats(at: address + 64) : first
        guard haveLeasts else { return BlockScales((first, second), leasts: (first, second)) }
        let place = address + (areOfHalves ? 128 : 64)
        let least = M.floats(at: place)
        return BlockScales((first, second), leasts: (least, areOfHalves ? M.floats(at: place + 64) : least))
    }
}

/// Writes blocks down as `OpenBlocks`.
@usableFromInline struct BlockOpener<M: PanelMachine, S: BlockTraits>: BlockUser {
    @usableFromInline let target: UnsafeMutableRawPointer

    @inlinable @inline(__always)
    init(_ target: UnsafeMutableRawPointer) {
        self.target = target
    }

    @inlinable @inline(__always)
    mutating func use(
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>
    ) {
        let address = target + block * OpenBlocks<S>.byteCount
        store(weights.first, to: address)
        store(weights.second, to: address + 256)
        store(scales.scales.0, to: address + 512)
        if S.areOfHalves { store(scales.scales.1, to: address + 576) }
        if S.haveLeasts {
            let place = address + (S.areOfHalves ? 640 : 576)
            store(scales.leasts.0, to: place)
            if S.areOfHalves { store(scales.leasts.1, to: place + 64) }
        }
    }

    @inlinable @inline(__always)
    func store(_ half: HalfBlock<M.Quads>, to address: UnsafeMutableRawPointer) {
        M.store(half.first, to: address)
        M.store(half.second, to: address + 64)
        M.store(half.third, to: address + 128)
        M.store(half.fourth, to: address + 192)
    }

    @inlinable @inline(__always)
    func store(_ floats: M.Floats, to address: UnsafeMutableRawPointer) {
        M.store(floats, to: address.assumingMemoryBound(to: Float.self))
    }
}

extension PanelFormat {
    /// Bytes of a block of sixteen rows that was made ready for many products.
    public var openByteCount: Int {
        switch self {
        case .q4_0, .q5_0, .q8_0, .iq4NL, .iq4XS: 576
        case .q4_1, .q5_1, .q4K, .q5K, .q3K, .q6K: 640
        case .q2K: 768
        }
    }
}

/// Makes sixteen rows that lie as in a file ready for many products.
///
/// - Parameters:
///   - operands: `panel`, `pitch` and `blocks` say where the rows are.
///   - target: room for `openByteCount` bytes of every block.
@inlinable @inline(__always)
public func openRows<M: PanelMachine>(
    _ machine: M.Type, _ format: PanelFormat, _ operands: PanelOperands, into target: UnsafeMutableRawPointer
) {
    switch format {
    case .q4_0: open(machine, StoredQ4_0.self, operands, target)
    case .q4_1: open(machine, StoredQ4_1.self, operands, target)
    case .q5_0: open(machine, StoredQ5_0.self, operands, target)
    case .q5_1: open(machine, StoredQ5_1.self, operands, target)
    case .q8_0: open(machine, StoredQ8_0.self, operands, target)
    case .iq4NL: open(machine, StoredIQ4NL.self, operands, target)
    case .q2K: open(machine, StoredQ2K.self, operands, target)
    case .q3K: open(machine, StoredQ3K.self, operands, target)
    case .q4K: open(machine, StoredQ4K.self, operands, target)
    case .q5K: open(machine, StoredQ5K.self, operands, target)
    case .q6K: open(machine, StoredQ6K.self, operands, target)
    case .iq4XS: open(machine, StoredIQ4XS.self, operands, target)
    }
}

@inlinable
func open<M: PanelMachine, S: StoredBlocks>(
    _ machine: M.Type, _ format: S.Type, _ operands: PanelOperands, _ target: UnsafeMutableRawPointer
) {
    var part = operands
    for lane in stride(from: 0, to: PanelFormat.rows, by: M.lanes) {
        part.lane = lane
        var opener = BlockOpener<M, S>(target + lane * 4)
        RowBlocks<S>.forEachBlock(part, &opener)
    }
}

/// A product of sixteen rows that were made ready: the same bits as where they lie as in a file.
///
/// - Shapes: `output` [tokens, 16].
@inlinable @inline(__always)
public func multiplyOpen<M: PanelMachine>(_ machine: M.Type, _ format: PanelFormat, _ operands: PanelOperands) {
    // What is the same of two formats is the same here.
    switch format {
    case .q4_0: multiply(machine, OpenBlocks<StoredQ4_0>.self, operands)
    case .q4_1, .q4K: multiply(machine, OpenBlocks<StoredQ4_1>.self, operands)
    case .q5_0: multiply(machine, OpenBlocks<StoredQ5_0>.self, operands)
    case .q5_1, .q5K: multiply(machine, OpenBlocks<StoredQ5_1>.self, operands)
    case .q8_0, .iq4NL, .iq4XS: multiply(machine, OpenBlocks<StoredQ8_0>.self, operands)
    case .q2K: multiply(machine, OpenBlocks<StoredQ2K>.self, operands)
    case .q3K: multiply(machine, OpenBlocks<StoredQ3K>.self, operands)
    case .q6K: multiply(machine, OpenBlocks<StoredQ6K>.self, operands)
    }
}
