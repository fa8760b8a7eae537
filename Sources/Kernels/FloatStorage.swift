/// A block of floats with the manners of an array: copies share it until one of them is written to. Unlike an array it
/// begins on a cache line, lies on large pages where it is large, and its memory is used again when it is let go.
///
/// `@unchecked Sendable`: the block is written to only while one value alone holds it.
public struct FloatStorage: @unchecked Sendable {
    /// Number of floats.
    public let count: Int

    private var block: Block

    /// Where the block lies.
    private var base: UnsafeMutablePointer<Float>

    /// Of unknown contents.
    private init(_ count: Int) {
        self.count = count
        block = Block(count)
        base = block.base
    }

    /// Floats that `fill` has to write completely.
    public init(_ count: Int, filledBy fill: (inout MutableSpan<Float>) throws -> Void) rethrows {
        self.init(count)
        try withMutableValues(fill)
    }

    /// The same floats in a block of their own.
    public init(copying values: Span<Float>) {
        self.init(values.count)
        values.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { base.update(from: start, count: source.count) }
        }
    }

    public init(repeating value: Float, count: Int) {
        self.init(count)
        base.update(repeating: value, count: count)
    }

    public var values: Span<Float> {
        @_lifetime(borrow self) get {
            let span = Span<Float>(_unsafeStart: base, count: count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// Writes in place; to a copy if anybody else holds the block.
    public mutating func withMutableValues<Result>(
        _ body: (inout MutableSpan<Float>) throws -> Result
    ) rethrows -> Result {
        if !isKnownUniquelyReferenced(&block) { self = FloatStorage(copying: values) }
        var span = UnsafeMutableBufferPointer(start: base, count: count).mutableSpan
        return try body(&span)
    }
}

/// What the copies of a storage share.
private final class Block {
    let base: UnsafeMutablePointer<Float>
    private let memory: ArenaBlock
    private let home: Arena

    init(_ count: Int) {
        home = ThreadPool.current.arena
        memory = home.take(count * MemoryLayout<Float>.stride)
        base = memory.base.bindMemory(to: Float.self, capacity: count)
    }

    deinit {
        home.giveBack(memory)
    }
}
