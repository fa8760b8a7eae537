import Foundation
import Synchronization

/// What the threads of a pool share: at most one loop at a time.
///
/// A helper looks for the next loop a fraction of a millisecond long before it goes to sleep, and so does the caller for the end
/// of the last part: kernels follow one another closely, and waking a thread takes as long as a small kernel.
///
/// Every thread has a share of neighbouring parts to begin with, the same share of the next loop: rows that it has written lie in
/// its cache, and caches may be far apart. Who is done takes parts of the others' shares.
///
/// `@unchecked Sendable`: `loop`, `sleepers` and `isDismissed` are read and written with `condition` locked; the parts of
/// a loop are handed out by atomic counters, and `run` returns only after the last part has ended.
final class Crew: @unchecked Sendable {
    private let threads: Int
    private let turn = NSRecursiveLock()
    private let condition = NSCondition()
    private let generation = Atomic(0)
    private var loop: Loop?
    private var sleepers = 0
    private var isDismissed = false

    /// Looks that take about two hundred microseconds: as long as the code between two kernels may take.
    private static let patience = 300_000

    init(threads: Int) {
        self.threads = threads
    }

    /// Runs the loops that `body` starts one after the other, no other task's between them.
    func keep<Result>(_ body: () throws -> Result) rethrows -> Result {
        turn.lock()
        defer { turn.unlock() }
        return try body()
    }

    func run(_ count: Int, _ body: @escaping (Int) -> Void) {
        turn.lock()
        defer { turn.unlock() }
        let loop = Loop(count: count, threads: threads, body: body)

        condition.lock()
        self.loop = loop
        generation.wrappingAdd(1, ordering: .releasing)
        if sleepers > 0 { condition.broadcast() }
        condition.unlock()

        LoopMark.set(true)
        loop.work(thread: 0)
        LoopMark.set(false)

        // From here on nobody can join; those who did are waited for.
        condition.lock()
        self.loop = nil
        condition.unlock()
        Self.look { loop.helpers.load(ordering: .acquiring) == 0 }
        condition.lock()
        loop.isAwaited.store(true, ordering: .sequentiallyConsistent)
        while loop.helpers.load(ordering: .sequentiallyConsistent) > 0 { condition.wait() }
        condition.unlock()
        loop.end()
    }

    /// The life of a helper thread; the caller of a loop is its thread 0.
    func work(thread: Int) {
        LoopMark.set(true)
        var seen = 0
        while let loop = nextLoop(after: &seen) {
            loop.work(thread: thread)
            let left = loop.helpers.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue
            if left == 0, loop.isAwaited.load(ordering: .sequentiallyConsistent) {
                condition.lock()
                condition.broadcast()
                condition.unlock()
            }
        }
    }

    /// The loop that follows the one of generation `seen`, joined; nil when the crew is dismissed.
    private func nextLoop(after seen: inout Int) -> Loop? {
        while true {
            Self.look { generation.load(ordering: .acquiring) != seen }
            condition.lock()
            defer { condition.unlock() }
            if !isDismissed, generation.load(ordering: .acquiring) == seen {
                sleepers += 1
                condition.wait()
                sleepers -= 1
            }
            if isDismissed { return nil }
            let current = generation.load(ordering: .acquiring)
            guard current != seen else { continue }
            seen = current
            // A loop that is over already is not worth joining.
            guard let loop else { continue }
            loop.helpers.wrappingAdd(1, ordering: .sequentiallyConsistent)
            return loop
        }
    }

    /// Looks again and again whether something `isTrue`, for a short while.
    @inline(__always)
    private static func look(_ isTrue: () -> Bool) {
        var looks = 0
        while looks < patience, !isTrue() { looks += 1 }
    }

    func dismiss() {
        condition.lock()
        isDismissed = true
        condition.broadcast()
        condition.unlock()
    }
}

/// One loop: a body, and the shares of the threads.
private final class Loop {
    /// Neighbouring parts, and a counter of those that were handed out.
    private final class Share {
        let next: Atomic<Int>
        let end: Int

        init(_ range: Range<Int>) {
            next = Atomic(range.lowerBound)
            end = range.upperBound
        }
    }

    private let shares: [Share]

    /// Gone as soon as the last part has ended: a helper may hold the loop a little longer, but never the body, which
    /// `withoutActuallyEscaping` checks.
    private var body: ((Int) -> Void)?

    /// Helper threads inside `work`.
    let helpers = Atomic(0)

    /// Whether the caller may be asleep until the last helper is done.
    let isAwaited = Atomic(false)

    init(count: Int, threads: Int, body: @escaping (Int) -> Void) {
        shares = (0..<threads).map { Share(count * $0 / threads..<count * ($0 + 1) / threads) }
        self.body = body
    }

    func work(thread: Int) {
        guard let body else { return }
        for offset in shares.indices {
            let share = shares[(thread + offset) % shares.count]
            while true {
                let index = share.next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < share.end else { break }
                body(index)
            }
        }
    }

    /// Called when no helper is inside `work` and none can join.
    func end() { body = nil }
}

/// A mark that a thread bears while it runs parts of a loop, so that a nested loop does not wait for its own crew.
enum LoopMark {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static var isSet: Bool { pthread_getspecific(key) != nil }

    static func set(_ isSet: Bool) {
        // Any address but null will do.
        pthread_setspecific(key, isSet ? UnsafeRawPointer(bitPattern: 1) : nil)
    }
}
