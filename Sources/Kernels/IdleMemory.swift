import Synchronization

/// Blocks that tensors have given back, kept for the next tensors of about the same size.
///
/// Fresh memory of the size of a picture's activations costs more than the work that fills it: the system clears every
/// page, and then the processor stumbles over each for the first time.
final class IdleMemory: Sendable {
    /// In the order in which they were given back.
    private let blocks = Mutex<[AlignedMemory]>([])

    /// Bytes kept at most; beyond that the longest idle go back to the system.
    private let limit: Int

    /// Smaller blocks come from the system as fast as from here.
    static let leastByteCount = 64 << 10

    init(limit: Int) {
        self.limit = limit
    }

    /// A block of at least this size, of unknown contents.
    func take(_ byteCount: Int) -> AlignedMemory {
        guard byteCount >= Self.leastByteCount else { return AlignedMemory(byteCount: byteCount) }
        let most = byteCount + byteCount / 4
        let found = blocks.withLock { blocks -> AlignedMemory? in
            var best: Int?
            for index in blocks.indices where (byteCount...most).contains(blocks[index].byteCount) {
                if best.map({ blocks[index].byteCount <= blocks[$0].byteCount }) ?? true { best = index }
            }
            return best.map { blocks.remove(at: $0) }
        }
        return found ?? AlignedMemory(byteCount: byteCount)
    }

    func giveBack(_ memory: AlignedMemory) {
        guard memory.byteCount >= Self.leastByteCount else { return }
        // Freed after the lock is released.
        var evicted: [AlignedMemory] = []
        blocks.withLock { blocks in
            blocks.append(memory)
            var total = blocks.reduce(0) { $0 + $1.byteCount }
            while total > limit {
                let oldest = blocks.removeFirst()
                total -= oldest.byteCount
                evicted.append(oldest)
            }
        }
    }
}
