import Engine
import Formats
import Foundation
import Synchronization

/// One process's work on a batch: does what is not done yet, and keeps the journal.
public struct BatchRun: Sendable {
    public struct Options: Sendable {
        /// Jobs at work at once; they share memory and weights.
        public var jobsAtOnce = 1
        /// Whether other jobs are begun after one has failed.
        public var keepsGoing = false
        /// Whether finished files are read and compared, and not only looked for.
        public var verifies = false
        /// How long to wait for a process that is just ending.
        public var patience = Duration.seconds(10)

        public init() {}
    }

    let plan: BatchPlan
    let shard: Shard?
    let runner: Runner
    let options: Options
    /// For runners whose output folder is a job's own.
    let makeRunner: @Sendable (Folders) -> Runner

    /// - Parameter makeRunner: makes a runner for these folders; all share one memory.
    public init(
        _ plan: BatchPlan, shard: Shard? = nil, folders: Folders, options: Options = Options(),
        makeRunner: @escaping @Sendable (Folders) -> Runner
    ) {
        self.plan = plan
        self.shard = shard
        self.options = options
        self.makeRunner = makeRunner
        runner = makeRunner(folders)
    }

    private var output: String { runner.folders.output }

    /// - Parameter report: called for one event at a time, in order.
    /// - Throws: `BatchFolderError` before anything runs; `BatchFailure` if jobs failed; `FileError` if the journal cannot be
    ///   written; `CancellationError`. Whatever was made is kept in each case.
    public func run(report: @escaping @Sendable (BatchEvent) -> Void = { _ in }) async throws {
        let story = BatchStory(report)
        let folder = BatchFolder(output: output, shard: shard)
        try folder.create()
        let locks = try await folder.lock(patience: options.patience) {
            story.tell(.noticed(.waits(folder: output)))
        }
        defer { withExtendedLifetime(locks) {} }

        let jobs = plan.jobsInOrder(of: shard)
        let (journals, standing) = try takeStock(jobs, in: folder, story)
        let todo = jobs.filter { standing.finished[$0.identity] == nil }
        try checkNames(of: todo, journals)
        story.tell(.began(jobs: jobs.count, finished: jobs.count - todo.count))

        let failures = FailedJobs()
        if !todo.isEmpty {
            let writer = try JournalWriter(journals.own)
            try writer.append(.opened(plan.request(of: shard, count: jobs.count)), synchronizes: true)
            AtomicMove.synchronize(folder: output)
            let work = JobWork(
                batch: self, folder: folder, journal: writer, queue: JobQueue(todo), failures: failures, story: story,
                shared: plan.sharedWork(of: todo))
            do {
                try await work.run()
            } catch {
                try writeSummary(of: jobs, in: folder)
                throw error
            }
        }
        try writeSummary(of: jobs, in: folder)
        if let failure = failures.failure { throw failure }
    }

    /// Reads the journals, makes up for what a killed process did not get done, and sees what is there.
    private func takeStock(
        _ jobs: [PlannedJob], in folder: BatchFolder, _ story: BatchStory
    ) throws -> (Journals, Standing) {
        let own = try Journal(path: folder.journalPath)
        let others = try folder.allJournalPaths().filter { $0 != own.path }.map { try Journal(path: $0) }
        // Whoever has the whole folder tidies up for shards as well.
        for journal in [own] + (shard == nil ? others : []) { try finishMoves(journal) }

        let standing = Standing(jobs, journals: others + [own], output: output, verifies: options.verifies)
        let request = plan.request(of: shard, count: jobs.count)
        if let last = own.lastRequest ?? others.lazy.compactMap(\.lastRequest).first {
            let kept = standing.finished.count
            if last.graph != request.graph {
                story.tell(.noticed(.graphChanged(kept: kept)))
            } else if last.jobs != request.jobs {
                story.tell(.noticed(.jobsChanged(before: last.count, now: request.count, kept: kept)))
            }
        }
        for notice in standing.notices { story.tell(.noticed(notice)) }
        return (Journals(own: own, others: others), standing)
    }

    /// As they were when the work began.
    private struct Journals {
        let own: Journal
        let others: [Journal]
    }

    /// Moves the files of jobs that are made to where they belong, and removes unfinished ones.
    private func finishMoves(_ journal: Journal) throws {
        let folder = BatchFolder.workFolder(of: journal.path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard !names.isEmpty else { return }
        let made = Dictionary(journal.made.map { ($0.identity, $0) }) { $1 }
        for name in names {
            let files = JobFiles(JobIdentity(name), in: folder, output: output)
            if let job = made[JobIdentity(name)] { try files.publish(job.files) } else { files.remove() }
        }
    }

    /// - Throws: `BatchFolderError.inTheWay`, with all files that are.
    private func checkNames(of jobs: [PlannedJob], _ journals: Journals) throws {
        var taken = TakenNames(output: output)
        var makers: [String: JobIdentity] = [:]
        for job in (journals.others + [journals.own]).flatMap(\.made) {
            for file in job.files { makers[file.path] = job.identity }
        }
        let inTheWay = jobs.flatMap { job in
            // A job that lost one file of several is done again, and meets the others.
            job.names.flatMap { taken.files(named: $0) }.filter { makers[$0] != job.identity }
        }
        guard inTheWay.isEmpty else {
            throw BatchFolderError.inTheWay(
                folder: output, files: Array(inTheWay.prefix(5)), count: inTheWay.count,
                isChanged: inTheWay.contains { makers[$0] != nil })
        }
    }

    private func writeSummary(of jobs: [PlannedJob], in folder: BatchFolder) throws {
        let journals = try folder.allJournalPaths().map { try Journal(path: $0) }
        let summary = BatchSummary(plan: plan, jobs: jobs, journals: journals)
        try summary.write(to: folder.summaryPath)
    }
}

/// Jobs that failed; all others are made, or were not begun.
public struct BatchFailure: Error, Sendable, CustomStringConvertible {
    public let failures: [(job: Int, error: any Error)]

    public var description: String {
        let told = failures.prefix(20).map { "job \($0.job): \($0.error)" }
        let more = failures.count - told.count
        return (told + (more > 0 ? ["… and \(more) more failed jobs."] : [])).joined(separator: "\n")
    }
}

/// Failures as several jobs bring them.
final class FailedJobs: Sendable {
    private let list = Mutex<[(job: Int, error: any Error)]>([])

    func add(_ job: Int, _ error: any Error) {
        list.withLock { $0.append((job, error)) }
    }

    var failure: BatchFailure? {
        let failures = list.withLock { $0 }
        return failures.isEmpty ? nil : BatchFailure(failures: failures.sorted { $0.job < $1.job })
    }
}

/// Passes events on one at a time.
final class BatchStory: Sendable {
    private let turn = Mutex(())
    private let listener: @Sendable (BatchEvent) -> Void

    init(_ listener: @escaping @Sendable (BatchEvent) -> Void) {
        self.listener = listener
    }

    func tell(_ event: BatchEvent) {
        turn.withLock { _ in listener(event) }
    }
}
