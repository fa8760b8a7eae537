/// The keys and values of a text in one layer of a language model, in pages of 64 positions.
///
/// Copies share their pages; what is written to a shared page goes into a copy of it. So a text that begins as another does
/// shares the memory of that beginning.
public struct KeyValuePages: Sendable {
    public let element: KeyValueElement
    let heads: Int
    let headLength: Int

    /// Positions that it holds.
    public private(set) var count = 0

    private(set) var pages: [KeyValuePage] = []

    public init(_ element: KeyValueElement, heads: Int, headLength: Int) {
        self.element = element
        self.heads = heads
        self.headLength = headLength
    }

    /// Bytes of the pages, shared ones included.
    public var byteCount: Int { pages.reduce(0) { $0 + $1.byteCount } }

    /// Adds positions.
    ///
    /// - Shapes: `keys`, `values` [T, heads · S].
    public mutating func append(keys: Span<Float>, values: Span<Float>) {
        let width = heads * headLength
        let added = keys.count / max(1, width)
        precondition(keys.count == added * width && values.count == keys.count, "\(keys.count) keys")
        guard added > 0 else { return }
        makeRoom(added)
        let (pages, start) = (pages, count)
        keys.withUnsafeBufferPointer { keys in
            values.withUnsafeBufferPointer { values in
                guard let keys = keys.baseAddress, let values = values.baseAddress else { return }
                parallelChunks(added, atLeast: max(1, elementsWorthSharing / width)) { chunk in
                    for index in chunk {
                        let (page, place) = (start + index).quotientAndRemainder(dividingBy: KeyValuePage.positions)
                        pages[page].write(keys + index * width, values + index * width, at: place)
                    }
                }
            }
        }
        count += added
    }

    /// Pages for `added` more positions; the one that is begun becomes this list's own.
    private mutating func makeRoom(_ added: Int) {
        if !count.isMultiple(of: KeyValuePage.positions) {
            let last = count / KeyValuePage.positions
            if !isKnownUniquelyReferenced(&pages[last]) { pages[last] = KeyValuePage(copying: pages[last]) }
        }
        let needed = (count + added + KeyValuePage.positions - 1) / KeyValuePage.positions
        while pages.count < needed {
            pages.append(KeyValuePage(element, heads: heads, headLength: headLength))
        }
    }

    /// Forgets everything behind the first `count` positions.
    public mutating func truncate(to count: Int) {
        precondition(0...self.count ~= count, "\(count) of \(self.count) positions")
        self.count = count
        let needed = (count + KeyValuePage.positions - 1) / KeyValuePage.positions
        if needed < pages.count { pages.removeLast(pages.count - needed) }
    }
}
