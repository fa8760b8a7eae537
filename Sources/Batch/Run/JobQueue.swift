import Synchronization

/// The jobs that are still to be started.
final class JobQueue: Sendable {
    private let rest: Mutex<ArraySlice<PlannedJob>>

    init(_ jobs: [PlannedJob]) {
        rest = Mutex(jobs[...])
    }

    func next() -> PlannedJob? {
        rest.withLock { $0.popFirst() }
    }

    /// Lets no other job start.
    func close() {
        rest.withLock { $0 = [] }
    }
}
