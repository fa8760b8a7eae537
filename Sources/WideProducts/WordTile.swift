/// What a product of twelve rows of input with 32 outputs reads and writes.
///
/// A word is 32 bits that neighbours along the depth share: two brain floats, four bytes, or a float by itself.
@frozen public struct WordTile {
    @inlinable public static var rows: Int { 12 }
    @inlinable public static var outputs: Int { 32 }

    /// Twelve rows of words, `pitch` apart.
    public var inputs: UnsafePointer<UInt32>
    public var pitch: Int
    /// [steps, 32].
    public var weights: UnsafePointer<UInt32>
    /// Words along the depth.
    public var steps: Int

    /// [12, 32]: what the product is added to, unless it `isFirst`.
    public var sums: UnsafeMutablePointer<Float>
    /// Floats from row to row of the sums.
    public var sumsPitch: Int
    public var isFirst: Bool

    @inlinable
    public init(
        inputs: UnsafePointer<UInt32>, pitch: Int, weights: UnsafePointer<UInt32>, steps: Int,
        sums: UnsafeMutablePointer<Float>, sumsPitch: Int = Self.outputs, isFirst: Bool
    ) {
        self.inputs = inputs
        self.pitch = pitch
        self.weights = weights
        self.steps = steps
        self.sums = sums
        self.sumsPitch = sumsPitch
        self.isFirst = isFirst
    }
}

/// What turns whole sums of products of bytes into numbers.
@frozen public struct ByteScales {
    /// Of the rows: [12].
    public var inputs: UnsafePointer<Float>
    /// Of the outputs: [32].
    public var weights: UnsafePointer<Float>
    /// What the sums of the rows start from, [12]: weights count 128 more than they are.
    public var starts: UnsafePointer<Int32>

    @inlinable
    public init(inputs: UnsafePointer<Float>, weights: UnsafePointer<Float>, starts: UnsafePointer<Int32>) {
        self.inputs = inputs
        self.weights = weights
        self.starts = starts
    }
}
