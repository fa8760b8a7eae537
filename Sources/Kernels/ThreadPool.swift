import Foundation
import Synchronization

/// A fixed crew of threads that run the parts of one loop together; none is created in the hot path.
///
/// Loops from several tasks take turns. A loop that is started inside another loop's part runs on that thread alone.
/// The result of a loop must not depend on how its parts are spread: a part writes only what no other part touches.
public final class ThreadPool: Sendable {
    /// The crew that kernels use, for the duration of a task: `ThreadPool.$current.withValue(pool) { … }`.
    @TaskLocal public static var current = ThreadPool(threads: ProcessInfo.processInfo.activeProcessorCount)

    /// Threads that take part in a loop, the caller's included.
    public let threads: Int

    /// Working memory of the loops.
    let scratch = Scratch()

    private let crew: Crew

    public init(threads: Int) {
        precondition(threads > 0, "\(threads) threads")
        self.threads = threads
        crew = Crew()
        for _ in 1..<threads {
            let crew = crew
            let thread = Thread { crew.work() }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit {
        crew.dismiss()
    }

    /// Calls `body` once for each index below `count`, on all threads of the crew, and returns when all are done.
    func run(_ count: Int, _ body: (Int) -> Void) {
        guard count > 1, threads > 1, !Crew.isInsideLoop else {
            for index in 0..<count { body(index) }
            return
        }
        withoutActuallyEscaping(body) { crew.run(count, $0) }
    }
}

/// What the threads of a pool share: at most one loop at a time.
///
/// `@unchecked Sendable`: `loop`, `generation` and `isDismissed` are read and written with `condition` locked; the
/// parts of a loop are handed out by an atomic counter, and `run` returns only after the last part has ended.
private final class Crew: @unchecked Sendable {
    private let turn = NSLock()
    private let condition = NSCondition()
    private var loop: Loop?
    private var generation = 0
    private var isDismissed = false

    /// Set on a thread while it runs a part, so that a nested loop does not wait for its own crew.
    static var isInsideLoop: Bool {
        get { Thread.current.threadDictionary["darkroom.loop"] != nil }
        set { Thread.current.threadDictionary["darkroom.loop"] = newValue ? true : nil }
    }

    func run(_ count: Int, _ body: @escaping (Int) -> Void) {
        turn.lock()
        defer { turn.unlock() }
        let loop = Loop(count: count, body: body)

        condition.lock()
        self.loop = loop
        generation += 1
        condition.broadcast()
        condition.unlock()

        Self.isInsideLoop = true
        loop.work()
        Self.isInsideLoop = false

        condition.lock()
        self.loop = nil
        while loop.helpers > 0 { condition.wait() }
        condition.unlock()
    }

    /// The life of a helper thread.
    func work() {
        Self.isInsideLoop = true
        var seen = 0
        condition.lock()
        while true {
            while !isDismissed, generation == seen || loop == nil { condition.wait() }
            if isDismissed { break }
            seen = generation
            guard let loop else { continue }
            loop.helpers += 1
            condition.unlock()
            loop.work()
            condition.lock()
            loop.helpers -= 1
            if loop.helpers == 0 { condition.broadcast() }
        }
        condition.unlock()
    }

    func dismiss() {
        condition.lock()
        isDismissed = true
        condition.broadcast()
        condition.unlock()
    }
}

/// One loop: a body and a counter of the parts that were handed out.
private final class Loop {
    let count: Int
    let body: (Int) -> Void
    let next = Atomic(0)

    /// Helper threads inside `work`; guarded by the crew's condition.
    var helpers = 0

    init(count: Int, body: @escaping (Int) -> Void) {
        self.count = count
        self.body = body
    }

    func work() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }
}
