import Synchronization

/// Working memory that is lent to the parts of loops and kept for the next one, so that kernels allocate nothing while
/// they run.
final class Scratch: Sendable {
    private let idle = Mutex<[AlignedMemory]>([])

    /// Calls `body` with room for `count` floats, on a cache line, of unknown contents.
    @inline(__always)
    func withFloats<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
        let memory = take(count * MemoryLayout<Float>.stride)
        defer { giveBack(memory) }
        return body(memory.base.assumingMemoryBound(to: Float.self))
    }

    /// The smallest idle block that is large enough but no waste, or a new one in place of the longest idle.
    private func take(_ byteCount: Int) -> AlignedMemory {
        // Whole large pages, where it is more than a few small ones: blocks that are meant for the second-level cache
        // would get in each other's way in small pages from all over the memory.
        let page = AlignedMemory.largePage
        let needed = byteCount < page / 8 ? byteCount : (byteCount + page - 1) / page * page
        let wanted = byteCount...max(4 * byteCount, page)
        let found = idle.withLock { blocks -> AlignedMemory? in
            let fitting = blocks.indices.filter { wanted.contains(blocks[$0].byteCount) }
            if let index = fitting.min(by: { blocks[$0].byteCount < blocks[$1].byteCount }) {
                return blocks.remove(at: index)
            }
            if blocks.count > 16 { blocks.removeFirst() }
            return nil
        }
        return found ?? AlignedMemory(byteCount: needed)
    }

    private func giveBack(_ memory: AlignedMemory) {
        idle.withLock { $0.append(memory) }
    }
}
