import ArgumentParser
import Engine
import Formats
import Foundation
import JSON

/// `darkroom run portrait.json --set 6.text="a lighthouse at dusk"`
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one workflow and save what it makes.",
        discussion: """
            Prints the files that it made, one per line, and the texts that it shows.

            Examples:
              darkroom run portrait.json
              darkroom run portrait.json --set 3.seed=42 --set KSampler.steps=30
              darkroom run portrait.json --only SaveImage
              darkroom run output/ComfyUI_00001_.png --models ~/ComfyUI/models
              darkroom run portrait.json --preview now.png
            """)

    @OptionGroup var source: GraphArguments
    @OptionGroup var only: OnlyOption
    @OptionGroup var folderOptions: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions
    @OptionGroup var withThreads: ThreadsOption
    @OptionGroup var withPrecision: PrecisionOption
    @OptionGroup var withProfile: ProfileOptions
    @OptionGroup var memoryOption: MemoryOption
    @OptionGroup var withPreview: PreviewOption

    @OptionGroup var cacheOptions: CacheOptions

    @Flag(
        name: .customLong("check-cache"),
        help: "Make everything anew, save nothing, and compare it bit for bit with what the cache holds.")
    var checksCache = false

    @Flag(help: "Tell for every node why it ran, or that it was reused.")
    var explain = false

    @Option(help: ArgumentHelp("Write every event as a line of JSON; - is standard error.", valueName: "file"))
    var events: String?

    @Flag(help: "Show no progress.")
    var quiet = false

    func run() async throws {
        let catalog = try nodeOptions.catalog()
        let graph = try source.graph(knowing: catalog)
        let outputs = try only.outputs(of: graph)
        let check = try checksCache ? CacheComparison(cacheOptions, folderOptions.folders) : nil
        let folders = check?.folders ?? folderOptions.folders
        defer { check?.cleanUp() }
        let files = cacheOptions.identities()
        defer { files.save() }
        // Nothing of one run is looked up again once its consumers have had it, so it need not be kept in memory.
        let memory = ResultMemory(budget: 0, tier: check?.tier ?? cacheOptions.results(folders))
        let runner = Runner(
            nodes: catalog, folders: folders, files: files, memory: memory, memoryLimit: memoryOption.limit,
            showsPreviews: withPreview.preview != nil, variant: withPrecision.variant)
        let teller = try RunTeller(
            explains: explain, isQuiet: quiet, events: events.map(EventLog.init), namesFiles: !checksCache)
        let preview = try withPreview.file()
        try await withThreads {
            try await withProfile { profiled in
                let work = Task {
                    try await withPrecision {
                        try await runner.run(graph, outputs: outputs) { event in
                            teller.tell(event)
                            preview?.note(event)
                            profiled?.note(event)
                        }
                    }
                }
                let interruption = Interruption(cancel: { work.cancel() }) {
                    for folder in [folders.output, folders.temp] { AtomicFile.removeUnfinished(below: folder) }
                }
                defer { withExtendedLifetime(interruption) {} }
                try await work.value
            }
        }
        try check?.report()
    }
}
