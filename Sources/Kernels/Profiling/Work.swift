/// How much an operation has to do.
public struct Work: Sendable {
    /// Sizes, as people read them.
    public var sizes: String

    /// Multiplications and additions of the plain algorithm; 0 where moving bytes is the work.
    public var operations: Double

    /// Bytes that have to be read and written at least.
    public var bytes: Double

    public init(sizes: String, operations: Double = 0, bytes: Double = 0) {
        self.sizes = sizes
        self.operations = operations
        self.bytes = bytes
    }
}
