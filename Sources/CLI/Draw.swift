import ArgumentParser
import Authoring
import Cache
import Engine
import Formats
import Foundation

/// `darkroom draw portrait.json -o portrait.svg`
struct Draw: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw a workflow as SVG.",
        discussion: """
            Examples:
              darkroom draw portrait.json -o portrait.svg
              darkroom draw portrait.json --plan -o portrait.svg
            """)

    @OptionGroup var source: GraphArguments
    @OptionGroup var folderOptions: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions

    @Option(
        name: [.customShort("o"), .customLong("svg")],
        help: ArgumentHelp("The drawing; - is standard output.", valueName: "file"))
    var svg = "-"

    @OptionGroup var cacheOptions: CacheOptions

    @Flag(
        inversion: .prefixedNo,
        help: "Colour the nodes by what a run would do with them; done where there is a cache, unless told otherwise.")
    var plan: Bool?

    func run() throws {
        let catalog = try nodeOptions.catalog()
        let graph = try source.graph(knowing: catalog)
        let title = source.graph == "-" ? "workflow" : URL(fileURLWithPath: source.graph).lastPathComponent
        let text = Drawing(of: graph, catalog: catalog, states: try states(of: graph, catalog)).svg(title: title)
        if svg == "-" {
            print(text, terminator: "")
        } else {
            try AtomicFile.write(Array(text.utf8), to: svg)
            print(svg)
        }
    }

    /// None where nobody asked for them and there is no cache, or the graph cannot be run.
    private func states(of graph: Graph, _ catalog: NodeCatalog) throws -> [NodeID: DrawnState] {
        let isThere = !cacheOptions.isOff && FileManager.default.fileExists(atPath: cacheOptions.folder.path)
        guard plan ?? isThere else { return [:] }
        let runner = cacheOptions.runner(nodes: catalog, folders: folderOptions.folders)
        do {
            return try runner.plan(runner.check(graph)).states(of: graph)
        } catch {
            if plan == true { throw error }
            return [:]
        }
    }
}
