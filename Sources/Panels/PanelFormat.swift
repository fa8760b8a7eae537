/// The block formats in which files store weights, as products meet them: sixteen rows side by side, 32 weights at a time.
public enum PanelFormat: UInt8, Sendable, CaseIterable {
    case q4_0, q4_1, q5_0, q5_1, q8_0, iq4NL, q2K, q3K, q4K, q5K, q6K, iq4XS

    /// Rows of a panel.
    public static let rows = 16

    /// Weights of a row in a block.
    public static let blockLength = 32

    /// What is to be taken off every weight, as a whole number, before it is multiplied by its scale.
    public var offset: Int32 {
        switch self {
        case .q4_0: 8
        case .q5_0: 16
        case .q8_0, .iq4NL, .iq4XS: 128
        case .q3K: 4
        case .q6K: 32
        case .q4_1, .q5_1, .q2K, .q4K, .q5K: 0
        }
    }

    /// Whether each half of a block has a scale of its own.
    public var hasHalves: Bool { self == .q2K || self == .q3K || self == .q6K }
}

/// What one product of a panel with a tile of input rows reads and writes.
public struct PanelOperands {
    /// A panel, or the first of sixteen rows as a file has them, or blocks that were made ready.
    public var panel: UnsafeRawPointer
    /// Bytes from one row to the next, where they lie as in a file.
    public var pitch: Int
    /// Blocks of a row.
    public var blocks: Int
    /// Whether this product is the only one that the weights meet before others take their place in the cache.
    public var isReadOnce = true

    /// Input rows of the tile: 1, 4 or 8.
    public var tokens: Int
    /// [blocks, 8, tokens]: four bytes of every token.
    public var quads: UnsafePointer<Int32>
    /// [blocks, tokens]: the scale of the bytes.
    public var factors: UnsafePointer<Float>
    /// [blocks or 2 · blocks, tokens]: the sum of the bytes, times what is to be taken from every weight, negated.
    public var starts: UnsafePointer<Int32>
    /// [blocks or 2 · blocks, tokens]: the sum of the inputs.
    public var shares: UnsafePointer<Float>

    /// [tokens, 16].
    public var output: UnsafeMutablePointer<Float>

    /// The first row of the panel that is meant.
    @usableFromInline var lane = 0
    /// The first token of the tile that is meant.
    @usableFromInline var token = 0

    public init(
        panel: UnsafeRawPointer, pitch: Int, blocks: Int, tokens: Int, quads: UnsafePointer<Int32>,
        factors: UnsafePointer<Float>, starts: UnsafePointer<Int32>, shares: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>
    ) {
        self.panel = panel
        self.pitch = pitch
        self.blocks = blocks
        self.tokens = tokens
        self.quads = quads
        self.factors = factors
        self.starts = starts
        self.shares = shares
        self.output = output
    }
}
