/// Pairs of neighbours that could become one piece, the best first; of equal ones, the leftmost first.
struct PairQueue<Rank: Comparable> {
    struct Pair {
        let left: Int
        let right: Int
        /// Less is better.
        let rank: Rank
        /// Bytes of both together: a pair whose pieces have changed since is out of date.
        let byteCount: Int
    }

    private var heap: [Pair] = []

    mutating func push(_ pair: Pair) {
        heap.append(pair)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(heap[child], heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Pair? {
        guard let best = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return best }
        heap[0] = last
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
            guard precedes(heap[child], heap[parent]) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return best
    }

    private func precedes(_ a: Pair, _ b: Pair) -> Bool {
        a.rank != b.rank ? a.rank < b.rank : a.left < b.left
    }
}

/// Pieces of a word in a row, joined two by two.
struct PieceChain {
    /// What is left of each piece: empty once it was joined to the one before.
    private(set) var ranges: [Range<Int>]
    private var before: [Int]
    private var after: [Int]

    static let none = -1

    init(_ ranges: [Range<Int>]) {
        self.ranges = ranges
        before = ranges.indices.map { $0 - 1 }
        after = ranges.indices.map { $0 + 1 < ranges.count ? $0 + 1 : Self.none }
    }

    /// Calls `propose` with two neighbours' indices and what they make together, first for all, then for those that a join
    /// makes neighbours, and joins the pairs that it ranks, the best first.
    mutating func join<Rank: Comparable>(_ rank: (Range<Int>, Range<Int>) -> Rank?) {
        var queue = PairQueue<Rank>()
        func propose(_ left: Int, _ right: Int, _ ranges: [Range<Int>]) {
            guard left != Self.none, right != Self.none, let rank = rank(ranges[left], ranges[right]) else { return }
            queue.push(
                .init(
                    left: left, right: right, rank: rank, byteCount: ranges[left].count + ranges[right].count))
        }
        for index in ranges.indices.dropFirst() { propose(index - 1, index, ranges) }
        while let pair = queue.pop() {
            let (left, right) = (ranges[pair.left], ranges[pair.right])
            guard !left.isEmpty, !right.isEmpty, left.count + right.count == pair.byteCount,
                left.upperBound == right.lowerBound
            else { continue }
            ranges[pair.left] = left.lowerBound..<right.upperBound
            ranges[pair.right] = right.upperBound..<right.upperBound
            after[pair.left] = after[pair.right]
            if after[pair.right] != Self.none { before[after[pair.right]] = pair.left }
            propose(before[pair.left], pair.left, ranges)
            propose(pair.left, after[pair.left], ranges)
        }
    }

    /// What is left, in order.
    var pieces: [Range<Int>] { ranges.filter { !$0.isEmpty } }
}

/// Where the characters of UTF-8 text begin and end; a byte that fits nowhere is one by itself.
func characterRanges(of text: ArraySlice<UInt8>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.startIndex
    while start < text.endIndex {
        let length =
            switch text[start] {
            case 0xC0..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0...0xFF: 4
            default: 1
            }
        let end = min(start + length, text.endIndex)
        ranges.append(start..<end)
        start = end
    }
    return ranges
}
