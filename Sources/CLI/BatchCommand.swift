import ArgumentParser
import Batch
import Engine
import Formats
import Foundation
import JSON
import Nodes

/// `darkroom batch portrait.json --over 3.seed=1..100 --over 6.text=@prompts.txt`
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Run one workflow many times, over a grid or a table; resumable.",
        discussion: """
            Several --over make all combinations. Each job saves under a name of its own. A journal lies beside the pictures:
            the same command goes on where the last one stopped, however it stopped, and makes no picture twice.

            Examples:
              darkroom batch portrait.json --over 3.seed=1..100
              darkroom batch portrait.json --over '6.text=at dawn|at dusk' --over 3.cfg=5..9:0.5 --contact-sheet
              darkroom batch portrait.json --over 6.text=@prompts.txt --over 3.seed=1..4 --name '{6.text}/{3.seed}'
              darkroom batch portrait.json --table jobs.csv --jobs 2 --keep-going
              darkroom batch portrait.json --table jobs.csv --shard 2/8
            """)

    @OptionGroup var graphArguments: GraphArguments
    @OptionGroup var jobOptions: BatchJobOptions
    @OptionGroup var folderOptions: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions
    @OptionGroup var withThreads: ThreadsOption
    @OptionGroup var withPrecision: PrecisionOption
    @OptionGroup var memoryOption: MemoryOption
    @OptionGroup var cacheOptions: CacheOptions

    @Option(help: ArgumentHelp("Do only this part of the jobs; others do the others.", valueName: "number/count"))
    var shard: String?

    @Option(help: ArgumentHelp("Jobs at once, which share models and memory.", valueName: "n"))
    var jobs = 1

    @Flag(name: .customLong("keep-going"), help: "Go on with other jobs when one has failed.")
    var keepsGoing = false

    @Flag(name: .customLong("contact-sheet"), help: "Also make contact-sheet.png, with all pictures in small.")
    var withContactSheet = false

    @Flag(help: "Read finished files and compare them with what was made, not only look for them.")
    var verify = false

    @Flag(name: .customLong("dry-run"), help: "Check everything and list the jobs in the order of work; run nothing.")
    var isDryRun = false

    @Flag(help: "Tell for every node why it ran, or that it was reused.")
    var explain = false

    @Option(help: ArgumentHelp("Write every event as a line of JSON; - is standard error.", valueName: "file"))
    var events: String?

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
        guard 1...256 ~= jobs else { throw ValidationError("'--jobs \(jobs)' is out of range. Use 1...256.") }
    }

    func run() async throws {
        let catalog = try nodeOptions.catalog()
        let folders = folderOptions.folders
        let shard = try shard.map { try Shard($0) }
        let plan = try await BatchPlan(
            graphArguments.graph(knowing: catalog), jobOptions.list(), naming: jobOptions.template(), catalog: catalog,
            folders: folders, variant: withPrecision.variant)
        if isDryRun { return list(plan, shard) }

        let teller = try BatchTeller(explains: explain, isQuiet: quiet, events: events.map(EventLog.init))
        let files = cacheOptions.identities()
        defer { files.save() }
        let batch = batch(plan, shard, catalog, folders, files)
        try await withThreads {
            let work = Task { try await withPrecision { try await batch.run { teller.tell($0) } } }
            let interruption = Interruption(cancel: { work.cancel() }) {
                for folder in [folders.output, folders.temp] { AtomicFile.removeUnfinished(below: folder) }
            }
            defer { withExtendedLifetime(interruption) {} }
            let result = await work.result
            teller.end()
            if withContactSheet, !work.isCancelled {
                for page in try ContactSheet(plan, shard: shard, output: folders.output).write() { print(page) }
            }
            do {
                try result.get()
            } catch let failure as BatchFailure {
                // Each has been told when it happened.
                Terminal.complain(Self.closing(failure))
                throw ExitCode(ExitStatus(of: failure).rawValue)
            }
        }
    }

    private static func closing(_ failure: BatchFailure) -> String {
        let jobs = failure.failures.map { "\($0.job)" }
        let told = jobs.prefix(20).joined(separator: ", ") + (jobs.count > 20 ? ", …" : "")
        return "\(jobs.count) job\(jobs.count == 1 ? "" : "s") failed: \(told). The same command tries again."
    }

    private func batch(
        _ plan: BatchPlan, _ shard: Shard?, _ catalog: NodeCatalog, _ folders: Folders, _ files: ContentIdentities
    ) -> BatchRun {
        var options = BatchRun.Options()
        options.jobsAtOnce = jobs
        options.keepsGoing = keepsGoing
        options.verifies = verify
        // What jobs have in common may take half; the other half is for what a job needs just now.
        let limit = memoryOption.limit
        let variant = withPrecision.variant
        let memory = ResultMemory(budget: limit / 2, tier: cacheOptions.results(folders))
        return BatchRun(plan, shard: shard, folders: folders, options: options) {
            Runner(nodes: catalog, folders: $0, files: files, memory: memory, memoryLimit: limit, variant: variant)
        }
    }

    private func list(_ plan: BatchPlan, _ shard: Shard?) {
        for job in plan.jobsInOrder(of: shard) {
            let changes = zip(plan.list.columns, job.values).compactMap { column, value in
                value.map { "\(column)=\($0.legible())" }
            }
            let names = job.names.map { $0.legible(limit: 400) }.joined(separator: ", ")
            print((["\(job.index)", names] + changes).joined(separator: "\t"))
        }
    }
}
