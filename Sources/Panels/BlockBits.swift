extension HalfBlock {
    @inlinable @inline(__always)
    func map<Other>(_ change: (Quads) -> Other) -> HalfBlock<Other> {
        HalfBlock<Other>(change(first), change(second), change(third), change(fourth))
    }
}

extension BlockScales {
    /// The same for both halves.
    @inlinable @inline(__always)
    init(_ scale: Floats) { self.init((scale, scale), leasts: (scale, scale)) }

    @inlinable @inline(__always)
    init(_ scale: Floats, least: Floats) { self.init((scale, scale), leasts: (least, least)) }
}

/// The low halves of sixteen bytes of every row, and the high ones.
@inlinable @inline(__always)
func nibbles<M: PanelMachine>(
    _ machine: M.Type, _ bytes: HalfBlock<M.Quads>
) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
    (lowNibbles(machine, bytes), highNibbles(machine, bytes))
}

@inlinable @inline(__always)
func lowNibbles<M: PanelMachine>(_ machine: M.Type, _ bytes: HalfBlock<M.Quads>) -> HalfBlock<M.Quads> {
    bytes.map { M.bits(of: $0, from: 0, mask: 0x0F0F_0F0F) }
}

@inlinable @inline(__always)
func highNibbles<M: PanelMachine>(_ machine: M.Type, _ bytes: HalfBlock<M.Quads>) -> HalfBlock<M.Quads> {
    bytes.map { M.bits(of: $0, from: 4, mask: 0x0F0F_0F0F) }
}

/// 32 bits of every row, one for each weight.
@inlinable @inline(__always)
func fifths<M: PanelMachine>(
    _ machine: M.Type, _ bits: M.Quads
) -> (first: HalfBlock<M.Quads>, second: HalfBlock<M.Quads>) {
    let all: UInt32 = 0xFFFF_FFFF
    return (
        HalfBlock(
            M.spread(bits), M.spread(M.bits(of: bits, from: 4, mask: all)),
            M.spread(M.bits(of: bits, from: 8, mask: all)), M.spread(M.bits(of: bits, from: 12, mask: all))),
        HalfBlock(
            M.spread(M.bits(of: bits, from: 16, mask: all)), M.spread(M.bits(of: bits, from: 20, mask: all)),
            M.spread(M.bits(of: bits, from: 24, mask: all)), M.spread(M.bits(of: bits, from: 28, mask: all)))
    )
}
