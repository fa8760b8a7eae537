import Foundation

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

    /// Memory between one tensor and the next.
    let arena = Arena(limit: 2 << 30)

    private let crew: Crew

    public init(threads: Int) {
        precondition(threads > 0, "\(threads) threads")
        self.threads = threads
        crew = Crew(threads: threads)
        for index in 1..<threads {
            let crew = crew
            let thread = Thread { crew.work(thread: index) }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit {
        crew.dismiss()
    }

    /// Calls `body`, between whose loops no other task's come: short work of many small loops is done sooner one task after
    /// the other than by turns.
    public func keep<Result>(_ body: () throws -> Result) rethrows -> Result { try crew.keep(body) }

    /// Calls `body` once for each index below `count`, on all threads of the crew, and returns when all are done.
    func run(_ count: Int, _ body: (Int) -> Void) {
        guard count > 1, threads > 1, !LoopMark.isSet else {
            for index in 0..<count { body(index) }
            return
        }
        withoutActuallyEscaping(body) { crew.run(count, $0) }
    }
}
