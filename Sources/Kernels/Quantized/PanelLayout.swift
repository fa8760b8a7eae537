import Panels

/// How many bytes the parts of a format's panels take, and what is to be taken off its weights.
struct PanelLayout {
    let format: PanelFormat
    /// Bytes of a block's planes.
    let planes: Int
    /// Bytes of a block's scales.
    let scales: Int
    /// Bytes of eight blocks' scales of scales.
    let supers: Int
    /// What is to be taken off every weight.
    let offset: Int32
    /// Whether each half of a block has a scale of its own.
    let hasHalves: Bool

    init(_ format: BlockFormat) {
        switch format {
        case .q4_0: self.init(.q4_0, Nibbles.self, PlainScales.self, scales: 32, offset: 8)
        case .q4_1: self.init(.q4_1, Nibbles.self, PlainScalesAndLeasts.self, scales: 64)
        case .q5_0: self.init(.q5_0, Fives.self, PlainScales.self, scales: 32, offset: 16)
        case .q5_1: self.init(.q5_1, Fives.self, PlainScalesAndLeasts.self, scales: 64)
        case .q8_0: self.init(.q8_0, WholeBytes.self, PlainScales.self, scales: 32, offset: 128)
        case .iq4NL: self.init(.iq4NL, LevelNibbles.self, PlainScales.self, scales: 32, offset: 128)
        case .q2K: self.init(.q2K, Pairs.self, ScalesAndLeastsOfHalves.self, scales: 64, supers: 64)
        case .q3K: self.init(.q3K, Threes.self, SignedScalesOfHalves.self, scales: 32, supers: 32, offset: 4)
        case .q4K: self.init(.q4K, Nibbles.self, ScalesAndLeasts.self, scales: 32, supers: 64)
        case .q5K: self.init(.q5K, Fives.self, ScalesAndLeasts.self, scales: 32, supers: 64)
        case .q6K: self.init(.q6K, Sixes.self, SignedScalesOfHalves.self, scales: 32, supers: 32, offset: 32)
        case .iq4XS: self.init(.iq4XS, LevelNibbles.self, SignedScales.self, scales: 16, supers: 32, offset: 128)
        }
    }

    private init<P: PanelPlanes, S: PanelScales>(
        _ format: PanelFormat, _ planes: P.Type, _ kind: S.Type, scales: Int, supers: Int = 0, offset: Int32 = 0
    ) {
        self.format = format
        self.planes = P.byteCount
        self.scales = scales
        self.supers = supers
        self.offset = offset
        hasHalves = S.areOfHalves
    }

    /// Where the scales of a panel of `blocks` blocks begin; all parts begin on a cache line.
    func startOfScales(_ blocks: Int) -> Int { blocks * planes }

    func startOfSupers(_ blocks: Int) -> Int { startOfScales(blocks) + (blocks * scales + 63) / 64 * 64 }

    func byteCount(_ blocks: Int) -> Int { startOfSupers(blocks) + (blocks / 8 * supers + 63) / 64 * 64 }
}
