/// What is the same of a format's blocks however they lie.
public protocol BlockTraits {
    /// Bits that a weight takes after it was read.
    static var width: Int { get }
    /// Whether each half of a block has a scale of its own.
    static var areOfHalves: Bool { get }
    /// Whether something is added to all weights of a block, or of half a one.
    static var haveLeasts: Bool { get }
}

/// Where the blocks of sixteen rows come from.
public protocol BlockSource: BlockTraits {
    /// Shows `user` the weights and scales of every block, in order.
    static func forEachBlock<User: BlockUser>(_ operands: PanelOperands, _ user: inout User)
}

/// Takes the blocks of a panel, one after the other.
public protocol BlockUser<M> {
    associatedtype M: PanelMachine

    mutating func use(
        _ block: Int, _ weights: (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>),
        _ scales: BlockScales<M.Floats>)
}

/// Blocks that lie as panels.
@usableFromInline enum PanelBlocks<P: PanelPlanes, S: PanelScales>: BlockSource {
    @inlinable static var width: Int { P.width }
    @inlinable static var areOfHalves: Bool { S.areOfHalves }
    @inlinable static var haveLeasts: Bool { S.haveLeasts }

    @inlinable @inline(__always)
    static func forEachBlock<User: BlockUser>(_ operands: PanelOperands, _ user: inout User) {
        var head = operands.panel
        // As far as memory needs to answer in time.
        var ahead = operands.panel + 8192
        var first = 0
        while first < operands.blocks {
            let planes = head + S.byteCount + operands.lane * 4
            for index in 0..<min(S.blocks, operands.blocks - first) {
                if operands.isReadOnce, operands.lane == 0 {
                    let bytes = P.byteCount + (index == 0 ? S.byteCount : 0)
                    for line in 0..<bytes / 64 { User.M.prefetch(ahead + line * 64) }
                    ahead += bytes
                }
                let weights = P.halfBlocks(User.M.self, at: planes + index * P.byteCount)
                user.use(first + index, weights, S.scales(User.M.self, at: head, lane: operands.lane, block: index))
            }
            head += S.byteCount + S.blocks * P.byteCount
            first += S.blocks
        }
    }
}

/// Blocks that lie as in a file, row after row.
@usableFromInline enum RowBlocks<S: StoredBlocks>: BlockSource {
    @inlinable static var width: Int { S.width }
    @inlinable static var areOfHalves: Bool { S.areOfHalves }
    @inlinable static var haveLeasts: Bool { S.haveLeasts }

    @inlinable @inline(__always)
    static func forEachBlock<User: BlockUser>(_ operands: PanelOperands, _ user: inout User) {
        var address = operands.panel + operands.lane * operands.pitch
        // The sixteen rows behind these, which most likely are next: what is read once has to be on its way in time.
        var next = operands.panel + PanelFormat.rows * operands.pitch
        for block in stride(from: 0, to: operands.blocks, by: S.parts) {
            if operands.isReadOnce, operands.lane == 0 {
                for line in 0..<(PanelFormat.rows * S.byteCount + 63) / 64 { User.M.prefetch(next + line * 64) }
                next += PanelFormat.rows * S.byteCount
            }
            S.show(at: address, pitch: operands.pitch, block: block, &user)
            address += S.byteCount
        }
    }
}
