import Foundation

/// The threads on which nodes run: nodes compute for minutes without a pause, and would block the few threads that everything
/// else in the program shares.
final class NodeThreads: TaskExecutor {
    private let jobs = Jobs()

    init(count: Int) {
        for _ in 0..<count {
            let jobs = jobs
            let thread = Thread { jobs.work() }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit {
        jobs.close()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The language's own border: a job is run exactly once, and the closure keeps this executor alive until then.
        jobs.add { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Jobs that wait for a thread, first come first served.
///
/// `@unchecked Sendable`: everything mutable is touched with `condition` locked.
private final class Jobs: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [() -> Void] = []
    /// Jobs before this position have been taken.
    private var next = 0
    private var isClosed = false

    func add(_ job: @escaping () -> Void) {
        condition.lock()
        waiting.append(job)
        condition.signal()
        condition.unlock()
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    /// The life of a thread.
    func work() {
        while let job = take() { job() }
    }

    private func take() -> (() -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while next == waiting.count {
            if isClosed { return nil }
            condition.wait()
        }
        let job = waiting[next]
        next += 1
        if next == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            next = 0
        }
        return job
    }
}
