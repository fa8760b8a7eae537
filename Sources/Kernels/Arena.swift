import Foundation
import Synchronization

/// Where the tensors of a pool's work lie: one stretch of addresses of which blocks are cut where they fit, and into which they grow
/// together again when they are let go.
///
/// Fresh memory of the size of a picture's activations costs more than the work that fills it: the system clears every
/// page, and then the processor stumbles over each for the first time. Blocks of any size come from what blocks of any other sizes
/// have left, so that a network takes little more than what lives at once.
final class Arena: Sendable {
    private let state: Mutex<State>

    /// Bytes between blocks that may stay in memory; beyond that pages go back to the system.
    private let limit: Int

    /// Smaller blocks come from the system as fast as from here.
    static let leastByteCount = 64 << 10

    /// Blocks are whole multiples of this many bytes.
    private static let granule = 64 << 10

    /// Addresses that are set aside, as many as the system grants; they take no memory before they are written to.
    private static let spans = [1 << 38, 1 << 36, 1 << 34]

    init(limit: Int) {
        self.limit = limit
        state = Mutex(State())
    }

    deinit {
        state.withLock { state in
            if let base = state.base { munmap(base, state.byteCount) }
        }
    }

    /// A block of at least this size, of unknown contents.
    func take(_ byteCount: Int) -> ArenaBlock {
        guard byteCount >= Self.leastByteCount else { return ArenaBlock(AlignedMemory(byteCount: byteCount)) }
        let needed = (byteCount + Self.granule - 1) / Self.granule * Self.granule
        return state.withLock { $0.cut(needed) } ?? ArenaBlock(AlignedMemory(byteCount: byteCount))
    }

    func giveBack(_ block: ArenaBlock) {
        guard let range = block.range else { return }
        let surplus = state.withLock { state in
            state.fill(Hole(range: range, isClean: false))
            return state.withdraw(downTo: limit)
        }
        // Giving pages back takes milliseconds, so that nobody has to wait for it: the addresses are nobody's meanwhile.
        for (base, range) in surplus {
            madvise(base + range.lowerBound, range.count, Self.giveUp)
            state.withLock { $0.fill(Hole(range: range, isClean: true)) }
        }
    }

    /// Bytes between blocks that may be in memory.
    var idleByteCount: Int { state.withLock(\.idle) }

    /// Bytes from the first block to the end of the last that there has been.
    var extent: Int { state.withLock(\.top) }

    private static var giveUp: Int32 {
        #if os(Linux)
            MADV_DONTNEED
        #else
            MADV_FREE
        #endif
    }

    /// A stretch between blocks.
    private struct Hole {
        var range: Range<Int>
        /// Whether none of its pages is in memory.
        var isClean: Bool
    }

    private struct State: @unchecked Sendable {
        var base: UnsafeMutableRawPointer?
        var byteCount = 0
        private var isReserved = false

        /// In the order of their addresses; no two touch.
        private var holes: [Hole] = []
        /// Where blocks have reached up to.
        private(set) var top = 0
        private(set) var idle = 0

        /// The smallest hole that is large enough, or what lies beyond all blocks.
        mutating func cut(_ count: Int) -> ArenaBlock? {
            if !isReserved { reserve() }
            guard let base else { return nil }
            var best: Int?
            for (index, hole) in holes.enumerated() where hole.range.count >= count {
                if best.map({ hole.range.count < holes[$0].range.count }) ?? true { best = index }
            }
            if let best {
                let hole = holes[best]
                let range = hole.range.lowerBound..<hole.range.lowerBound + count
                if !hole.isClean { idle -= count }
                if hole.range.count == count {
                    holes.remove(at: best)
                } else {
                    holes[best].range = range.upperBound..<hole.range.upperBound
                }
                return ArenaBlock(base: base + range.lowerBound, range: range)
            }
            // The last hole may end where the untouched begins.
            let last = holes.last.flatMap { $0.range.upperBound == top ? $0 : nil }
            let start = last?.range.lowerBound ?? top
            guard start + count <= byteCount else { return nil }
            if let last {
                holes.removeLast()
                if !last.isClean { idle -= last.range.count }
            }
            top = start + count
            return ArenaBlock(base: base + start, range: start..<top)
        }

        /// Makes a hole, one with those that it touches.
        mutating func fill(_ hole: Hole) {
            var hole = hole
            if !hole.isClean { idle += hole.range.count }
            var index = holes.firstIndex { $0.range.lowerBound >= hole.range.upperBound } ?? holes.count
            if index < holes.count, holes[index].range.lowerBound == hole.range.upperBound {
                hole = joined(hole, holes.remove(at: index))
            }
            if index > 0, holes[index - 1].range.upperBound == hole.range.lowerBound {
                index -= 1
                hole = joined(holes.remove(at: index), hole)
            }
            holes.insert(hole, at: index)
        }

        private mutating func joined(_ lower: Hole, _ upper: Hole) -> Hole {
            let isClean = lower.isClean && upper.isClean
            // A part that is clean counts with the rest.
            if !isClean { idle += (lower.isClean ? lower.range.count : 0) + (upper.isClean ? upper.range.count : 0) }
            return Hole(range: lower.range.lowerBound..<upper.range.upperBound, isClean: isClean)
        }

        /// Takes holes away, the highest first, until no more than `limit` bytes are left in them.
        mutating func withdraw(downTo limit: Int) -> [(UnsafeMutableRawPointer, Range<Int>)] {
            guard let base, idle > limit else { return [] }
            var taken: [(UnsafeMutableRawPointer, Range<Int>)] = []
            while idle > limit, let index = holes.lastIndex(where: { !$0.isClean }) {
                let hole = holes.remove(at: index)
                idle -= hole.range.count
                taken.append((base, hole.range))
            }
            return taken
        }

        private mutating func reserve() {
            isReserved = true
            for count in Arena.spans {
                let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
                guard let address = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0), address != MAP_FAILED else {
                    continue
                }
                #if os(Linux)
                    // Walks over activations touch a new 4 KiB page every few hundred cycles; large pages spare the look-ups.
                    madvise(address, count, 14 /* MADV_HUGEPAGE */)
                #endif
                (base, byteCount) = (address, count)
                return
            }
        }
    }
}

/// A block of an arena, or one that the system gave.
struct ArenaBlock: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    /// Its place in the arena, in bytes.
    let range: Range<Int>?
    /// Where it does not lie in the arena.
    private let memory: AlignedMemory?

    init(base: UnsafeMutableRawPointer, range: Range<Int>) {
        (self.base, self.range, memory) = (base, range, nil)
    }

    init(_ memory: AlignedMemory) {
        (base, range, self.memory) = (memory.base, nil, memory)
    }
}
