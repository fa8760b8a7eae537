import Panels

/// How many bytes the parts of a format's panels take, and what is to be taken off its weights.
struct PanelLayout {
    let format: PanelFormat
    /// Bytes of a block's planes.
    let planes: Int
    /// Bytes of the scales of a few blocks, which come before their planes.
    let scales: Int
    /// So many blocks.
    let together: Int
    /// What is to be taken off every weight.
    let offset: Int32
    /// Whether each half of a block has a scale of its own.
    let hasHalves: Bool

    init(_ format: BlockFormat) {
        switch format {
        case .q4_0: self.init(.q4_0, Nibbles.self, PlainScales.self, offset: 8)
        case .q4_1: self.init(.q4_1, Nibbles.self, PlainScalesAndLeasts.self)
        case .q5_0: self.init(.q5_0, Fives.self, PlainScales.self, offset: 16)
        case .q5_1: self.init(.q5_1, Fives.self, PlainScalesAndLeasts.self)
        case .q8_0: self.init(.q8_0, WholeBytes.self, PlainScales.self, offset: 128)
        case .iq4NL: self.init(.iq4NL, LevelNibbles.self, PlainScales.self, offset: 128)
        case .q2K: self.init(.q2K, Pairs.self, ScalesAndLeastsOfHalves.self)
        case .q3K: self.init(.q3K, Threes.self, SignedScalesOfHalves.self, offset: 4)
        case .q4K: self.init(.q4K, Nibbles.self, ScalesAndLeasts.self)
        case .q5K: self.init(.q5K, Fives.self, ScalesAndLeasts.self)
        case .q6K: self.init(.q6K, Sixes.self, SignedScalesOfHalves.self, offset: 32)
        case .iq4XS: self.init(.iq4XS, LevelNibbles.self, SignedScales.self, offset: 128)
        }
    }

    private init<P: PanelPlanes, S: PanelScales>(
        _ format: PanelFormat, _ planes: P.Type, _ scales: S.Type, offset: Int32 = 0
    ) {
        self.format = format
        self.planes = P.byteCount
        self.scales = S.byteCount
        together = S.blocks
        self.offset = offset
        hasHalves = S.areOfHalves
    }

    /// Where the scales begin that `block` shares with its neighbours.
    @inline(__always)
    func startOfScales(_ block: Int) -> Int { block / together * (scales + together * planes) }

    @inline(__always)
    func startOfPlanes(_ block: Int) -> Int { startOfScales(block) + scales + block % together * planes }

    /// Bytes of a panel: whole cache lines.
    func byteCount(_ blocks: Int) -> Int { (blocks + together - 1) / together * (scales + together * planes) }
}
