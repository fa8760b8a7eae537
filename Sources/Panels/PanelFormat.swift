/// How the weights of sixteen rows lie side by side: as many layouts as there are block formats.
///
/// A panel goes through the depth in blocks of 32. A block's weights are one or two planes of bits in the order in which
/// products want them: four neighbours of each row at a time, row after row (`PanelPlanes`). The scales of two blocks, or of
/// eight, come before their planes (`PanelScales`): a product reads one stream.
public enum PanelFormat: UInt8, Sendable, CaseIterable {
    case q4_0, q4_1, q5_0, q5_1, q8_0, iq4NL, q2K, q3K, q4K, q5K, q6K, iq4XS

    /// Rows of a panel.
    public static let rows = 16

    /// Weights of a row in a block.
    public static let blockLength = 32
}

/// What one product of a panel with a tile of input rows reads and writes.
public struct PanelOperands {
    /// Scales and planes, block by block.
    public var panel: UnsafeRawPointer
    public var blocks: Int

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
        panel: UnsafeRawPointer, blocks: Int, tokens: Int, quads: UnsafePointer<Int32>, factors: UnsafePointer<Float>,
        starts: UnsafePointer<Int32>, shares: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
    ) {
        self.panel = panel
        self.blocks = blocks
        self.tokens = tokens
        self.quads = quads
        self.factors = factors
        self.starts = starts
        self.shares = shares
        self.output = output
    }
}
