import Engine
import Formats
import Synchronization

/// Does the jobs of a queue, so many at once.
struct JobWork: Sendable {
    let batch: BatchRun
    let folder: BatchFolder
    let journal: JournalWriter
    let queue: JobQueue
    let failures: FailedJobs
    let story: BatchStory
    let shared: SharedWork

    /// - Throws: `FileError` if the journal cannot be written; `CancellationError`.
    func run() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<batch.options.jobsAtOnce {
                group.addTask {
                    while !Task.isCancelled, let job = queue.next() { try await work(on: job) }
                    try Task.checkCancellation()
                }
            }
            try await group.waitForAll()
        }
    }

    private func work(on job: PlannedJob) async throws {
        story.tell(.started(job))
        try journal.append(.started(job.identity, index: job.index), synchronizes: false)
        let files = JobFiles(job.identity, in: folder.workFolder, output: folder.output)
        let made: MadeJob
        do {
            made = try await make(job, files)
        } catch is CancellationError {
            files.remove()
            throw CancellationError()
        } catch {
            files.remove()
            try fail(job, error)
            return
        }
        // From here on the job is made: if this process ends, the next one moves its files.
        try journal.append(.made(made), synchronizes: true)
        do {
            try files.publish(made.files)
        } catch {
            try fail(job, error)
            return
        }
        story.tell(.made(job, made, paths: made.files.map { "\(folder.output)/\($0.path)" }))
    }

    private func fail(_ job: PlannedJob, _ error: any Error) throws {
        failures.add(job.index, error)
        if !batch.options.keepsGoing { queue.close() }
        try journal.append(.failed(job.identity, index: job.index, message: "\(error)"), synchronizes: false)
        story.tell(.failed(job, message: "\(error)"))
    }

    /// Runs the job's graph into its private folder.
    ///
    /// - Throws: what running it throws.
    private func make(_ job: PlannedJob, _ files: JobFiles) async throws -> MadeJob {
        let clock = ContinuousClock()
        let start = clock.now
        try files.prepare()
        var folders = batch.runner.folders
        folders.output = files.stage

        // Names in graphs mean the real folders; only what is saved goes elsewhere.
        let checked = try batch.runner.check(batch.plan.graph(of: job))
        let plan = try batch.runner.plan(checked)
        // Whatever becomes of the job, no other one needs these.
        defer { batch.runner.memory.release(shared.ownOfEachJob, of: plan) }
        let tally = JobTally()
        try await batch.makeRunner(folders).run(plan) { event in
            tally.note(event)
            story.tell(.told(job, event))
        }
        let (ran, reused, saved) = tally.counts
        return MadeJob(
            identity: job.identity, index: job.index, files: try files.files(at: saved),
            seconds: (clock.now - start) / .seconds(1), ran: ran, reused: reused)
    }
}

/// What a job's events come to.
private final class JobTally: Sendable {
    private let state = Mutex<(ran: Int, reused: Int, saved: [String])>((0, 0, []))

    var counts: (ran: Int, reused: Int, saved: [String]) { state.withLock { $0 } }

    func note(_ event: Event) {
        state.withLock { state in
            switch event {
            case .finished: state.ran += 1
            case .reused(_, let saved, _):
                state.reused += 1
                state.saved += saved
            case .saved(_, let path): state.saved.append(path)
            default: break
            }
        }
    }
}
