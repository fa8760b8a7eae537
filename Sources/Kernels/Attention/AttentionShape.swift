/// The sizes of one attention.
public struct AttentionShape: Sendable {
    public let images: Int
    public let queries: Int
    public let keys: Int
    public let heads: Int

    /// Features of a head.
    public let headSize: Int

    /// Whether a query sees no key after its own place; the last query sees all keys.
    public let isCausal: Bool

    /// What products of queries and keys are multiplied by.
    public let scale: Float

    public init(images: Int, queries: Int, keys: Int, heads: Int, headSize: Int, isCausal: Bool, scale: Float) {
        self.images = images
        self.queries = queries
        self.keys = keys
        self.heads = heads
        self.headSize = headSize
        self.isCausal = isCausal
        self.scale = scale
    }

    var features: Int { heads * headSize }

    /// How many keys a query sees.
    @inline(__always)
    func visibleKeys(query: Int) -> Int {
        isCausal ? min(max(keys - queries + query + 1, 0), keys) : keys
    }
}
