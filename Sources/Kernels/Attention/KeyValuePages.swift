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

    /// Positions that new tokens look back at; nil for all.
    private let window: Int?
    /// Pages from the start in whose place an empty one stands, since no new token looks back at them.
    private var forgotten = 0

    /// - Parameter window: positions that new tokens look back at, if not all; what lies further back is let go.
    public init(_ element: KeyValueElement, heads: Int, headLength: Int, window: Int? = nil) {
        self.element = element
        self.heads = heads
        self.headLength = headLength
        self.window = window
    }

    /// Numbers of a position: keys, and as many values.
    public var width: Int { heads * headLength }

    /// Bytes of the pages, shared ones included.
    public var byteCount: Int { pages.dropFirst(forgotten).reduce(0) { $0 + $1.byteCount } }

    /// Whether all positions are still there.
    public var isWhole: Bool { forgotten == 0 }

    /// Adds positions.
    ///
    /// - Shapes: `keys`, `values` [T, heads · S].
    public mutating func append(keys: Span<Float>, values: Span<Float>) {
        let width = heads * headLength
        let added = keys.count / max(1, width)
        precondition(keys.count == added * width && values.count == keys.count, "\(keys.count) keys")
        guard added > 0 else { return }
        letGo()
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

    /// Puts an empty page in the place of those that nobody looks back at any more, but for the newest of them: tokens that
    /// were guessed may be taken back.
    private mutating func letGo() {
        guard let window else { return }
        let unseen = (count - window) / KeyValuePage.positions - 1
        guard unseen > forgotten else { return }
        let empty = forgotten > 0 ? pages[0] : KeyValuePage(element, heads: heads, headLength: headLength)
        for index in forgotten..<unseen { pages[index] = empty }
        forgotten = unseen
    }

    /// Whether a text can go on from its first `count` positions.
    public func canTruncate(to count: Int) -> Bool {
        count == 0 || forgotten * KeyValuePage.positions <= max(0, count - (window ?? count))
    }

    /// Forgets everything behind the first `count` positions, which must be possible (`canTruncate`).
    public mutating func truncate(to count: Int) {
        precondition(0...self.count ~= count, "\(count) of \(self.count) positions")
        precondition(canTruncate(to: count), "what \(count) positions end with has been let go")
        if count == 0 { forgotten = 0 }
        self.count = count
        let needed = (count + KeyValuePage.positions - 1) / KeyValuePage.positions
        if needed < pages.count { pages.removeLast(pages.count - needed) }
    }
}
