/// Nodes that can be run, least rank first: a binary heap.
struct ReadyQueue {
    private var heap: [Entry] = []

    private struct Entry {
        let rank: Int
        let node: Int
    }

    var count: Int { heap.count }

    mutating func push(_ node: Int, rank: Int) {
        heap.append(Entry(rank: rank, node: node))
        var child = heap.count - 1
        while child > 0, heap[child].rank < heap[(child - 1) / 2].rank {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The node that is first in turn.
    var first: Int? { heap.first?.node }

    mutating func pop() -> Int? {
        guard let least = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return least.node }
        heap[0] = last
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, heap[child + 1].rank < heap[child].rank { child += 1 }
            guard heap[child].rank < heap[parent].rank else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return least.node
    }
}
