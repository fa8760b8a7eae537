import Panels

/// How many bytes the parts of a format's panels take.
struct PanelLayout {
    /// Bytes of a block's planes.
    let planes: Int
    /// Bytes of the scales of a few blocks, which come before their planes.
    let scales: Int
    /// So many blocks.
    let together: Int

    init(_ format: BlockFormat) {
        switch format {
        case .q4_0: self.init(Nibbles.self, PlainScales.self)
        case .q4_1: self.init(Nibbles.self, PlainScalesAndLeasts.self)
        case .q5_0: self.init(Fives.self, PlainScales.self)
        case .q5_1: self.init(Fives.self, PlainScalesAndLeasts.self)
        case .q8_0: self.init(WholeBytes.self, PlainScales.self)
        case .iq4NL: self.init(LevelNibbles.self, PlainScales.self)
        case .q2K: self.init(Pairs.self, ScalesAndLeastsOfHalves.self)
        case .q3K: self.init(Threes.self, SignedScalesOfHalves.self)
        case .q4K: self.init(Nibbles.self, ScalesAndLeasts.self)
        case .q5K: self.init(Fives.self, ScalesAndLeasts.self)
        case .q6K: self.init(Sixes.self, SignedScalesOfHalves.self)
        case .iq4XS: self.init(LevelNibbles.self, SignedScales.self)
        }
    }

    private init<P: PanelPlanes, S: PanelScales>(
        _ planes: P.Type, _ scales: S.Type
    ) {
        self.planes = P.byteCount
        self.scales = S.byteCount
        together = S.blocks
    }

    /// Where the scales begin that `block` shares with its neighbours.
    @inline(__always)
    func startOfScales(_ block: Int) -> Int { block / together * (scales + together * planes) }

    @inline(__always)
    func startOfPlanes(_ block: Int) -> Int { startOfScales(block) + scales + block % together * planes }

    /// Bytes of a panel: whole cache lines.
    func byteCount(_ blocks: Int) -> Int { (blocks + together - 1) / together * (scales + together * planes) }
}
