import Testing

@testable import Kernels

struct ArenaTests {
    @Test func `blocks lie beside each other, and grow together again`() {
        let arena = Arena(limit: 1 << 30)
        let blocks = (0..<4).map { _ in arena.take(100 << 10) }
        #expect(blocks.map { $0.range?.lowerBound } == [0, 128 << 10, 256 << 10, 384 << 10])
        for index in [1, 3, 0, 2] { arena.giveBack(blocks[index]) }
        #expect(arena.idleByteCount == 512 << 10)
        // What four have left makes room for one, and one that is larger begins there as well.
        let whole = arena.take(512 << 10)
        #expect(whole.range == 0..<512 << 10 && arena.idleByteCount == 0)
        arena.giveBack(whole)
        #expect(arena.take(1 << 20).range == 0..<1 << 20)
        #expect(arena.extent == 1 << 20)
    }

    @Test func `the smallest hole that is large enough is taken`() {
        let arena = Arena(limit: 1 << 30)
        let (large, wall, small) = (arena.take(1 << 20), arena.take(64 << 10), arena.take(256 << 10))
        let end = arena.take(64 << 10)
        arena.giveBack(large)
        arena.giveBack(small)
        #expect(arena.take(200 << 10).range?.lowerBound == small.range?.lowerBound)
        #expect(arena.take(200 << 10).range?.lowerBound == large.range?.lowerBound)
        arena.giveBack(wall)
        arena.giveBack(end)
    }

    @Test func `what lies idle keeps within its limit, and is empty when it is used again`() {
        let arena = Arena(limit: 1 << 20)
        let blocks = (0..<4).map { _ in arena.take(512 << 10) }
        for block in blocks { block.base.storeBytes(of: 7, toByteOffset: 4096, as: UInt8.self) }
        for block in blocks {
            arena.giveBack(block)
            #expect(arena.idleByteCount <= 1 << 20)
        }
        #if os(Linux)
            let again = arena.take(2 << 20)
            #expect(again.range == 0..<2 << 20)
            let kept = (0..<4).map { again.base.load(fromByteOffset: $0 * (512 << 10) + 4096, as: UInt8.self) }
            #expect(kept.contains(0) && kept.allSatisfy { $0 == 0 || $0 == 7 })
        #endif
    }

    @Test func `small blocks come from the system`() {
        let arena = Arena(limit: 1 << 20)
        #expect(arena.take(1000).range == nil && arena.extent == 0)
    }

    @Test func `blocks never overlap, whatever comes and goes`() {
        let arena = Arena(limit: 4 << 20)
        var random = RepeatableNumbers(seed: 5)
        var blocks: [ArenaBlock] = []
        for _ in 0..<3000 {
            if blocks.count > 40 || (!blocks.isEmpty && random.next() % 5 < 2) {
                arena.giveBack(blocks.remove(at: Int(random.next() % UInt64(blocks.count))))
            } else {
                blocks.append(arena.take(64 << 10 + Int(random.next() % 20) * 50_000))
            }
            let ranges = blocks.compactMap(\.range).sorted { $0.lowerBound < $1.lowerBound }
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
            #expect(arena.idleByteCount <= 4 << 20)
        }
        for block in blocks { arena.giveBack(block) }
        // Everything has grown together: a block as large as all there has been begins at the beginning.
        #expect(arena.take(arena.extent).range?.lowerBound == 0)
    }
}

/// A generator that repeats itself; xorshift64.
private struct RepeatableNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
