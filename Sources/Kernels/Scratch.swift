import Foundation
import Synchronization

/// Working memory that is lent to the parts of loops and kept for the next one, so that kernels allocate nothing while
/// they run.
final class Scratch: Sendable {
    private let idle = Mutex<[IdleBlock]>([])

    private struct IdleBlock {
        let memory: AlignedMemory

        /// The thread that used the block last; its contents lie in that thread's cache.
        let user: UInt
    }

    /// Calls `body` with room for `count` floats, on a cache line, of unknown contents.
    @inline(__always)
    func withFloats<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) throws -> Result) rethrows -> Result {
        let memory = take(count * MemoryLayout<Float>.stride)
        defer { giveBack(memory) }
        return try body(memory.base.assumingMemoryBound(to: Float.self))
    }

    /// An idle block that is large enough but no waste, best the smallest of those that this thread used before; or a
    /// new one.
    private func take(_ byteCount: Int) -> AlignedMemory {
        // Whole large pages, where it is more than a few small ones: blocks that are meant for the second-level cache
        // would get in each other's way in small pages from all over the memory.
        let page = AlignedMemory.largePage
        let needed = byteCount < page / 8 ? byteCount : (byteCount + page - 1) / page * page
        let wanted = byteCount...max(4 * byteCount, page)
        let user = Self.thread
        let found = idle.withLock { blocks -> AlignedMemory? in
            var best: Int?
            for index in blocks.indices where wanted.contains(blocks[index].memory.byteCount) {
                guard let known = best else {
                    best = index
                    continue
                }
                let (isOwn, wasOwn) = (blocks[index].user == user, blocks[known].user == user)
                let isSmaller = blocks[index].memory.byteCount < blocks[known].memory.byteCount
                if isOwn != wasOwn ? isOwn : isSmaller { best = index }
            }
            if let best { return blocks.remove(at: best).memory }
            if blocks.count > 16 { blocks.removeFirst() }
            return nil
        }
        return found ?? AlignedMemory(byteCount: needed)
    }

    private func giveBack(_ memory: AlignedMemory) {
        let user = Self.thread
        idle.withLock { $0.append(IdleBlock(memory: memory, user: user)) }
    }

    /// A number of the thread's own.
    private static var thread: UInt {
        #if os(Linux)
            UInt(pthread_self())
        #else
            UInt(bitPattern: pthread_self())
        #endif
    }
}
