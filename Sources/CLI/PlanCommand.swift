import ArgumentParser
import Authoring
import Engine
import JSON

/// `darkroom plan portrait.json --set 3.seed=42`
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "What a run would do, what would come from the cache, and why; nothing is run.",
        discussion: """
            Examples:
              darkroom plan portrait.json
              darkroom plan portrait.json --set 3.seed=42 --json
            """)

    @OptionGroup var source: GraphArguments
    @OptionGroup var only: OnlyOption
    @OptionGroup var folderOptions: FolderOptions
    @OptionGroup var nodeOptions: NodeOptions
    @OptionGroup var cacheOptions: CacheOptions
    @OptionGroup var withPrecision: PrecisionOption

    @Flag(help: "One JSON object, with every node in order.")
    var json = false

    func run() throws {
        let catalog = try nodeOptions.catalog()
        let graph = try source.graph(knowing: catalog)
        let runner = cacheOptions.runner(
            nodes: catalog, folders: folderOptions.folders, variant: withPrecision.variant)
        let checked = try runner.check(graph, outputs: only.outputs(of: graph))
        let nodes = try runner.plan(checked).outline(of: graph)
        let peak = checked.memoryForecast().peak
        print(json ? Self.json(of: nodes, peak).serialized(.pretty) : Self.text(of: nodes, peak))
    }

    /// - Parameter peak: the node at which most memory is taken, if any node can tell.
    static func text(of nodes: [PlannedNode], _ peak: NodeForecast?) -> String {
        let counts = ["runs", "reused", "shared", "perhaps", "idle"].compactMap { name -> String? in
            let count = nodes.count { $0.state.name == name }
            return count == 0 ? nil : "\(count) \(name)"
        }
        let memory = peak.map { ["memory   about \(byteText($0.total)) at most, in \($0.node)"] } ?? []
        return (nodes.map(\.line) + memory + [counts.joined(separator: ", ")]).joined(separator: "\n")
    }

    static func json(of nodes: [PlannedNode], _ peak: NodeForecast?) -> JSONValue {
        let list = nodes.map { planned -> JSONValue in
            var object = JSONObject([
                ("node", .string(planned.node.id.description)), ("type", .string(planned.node.type)),
                ("does", .string(planned.state.name)),
            ])
            switch planned.state {
            case .runs(let why): object["why"] = .string(why)
            case .shared(let other): object["with"] = .string(other)
            case .reused, .possible, .unneeded: break
            }
            return .object(object)
        }
        var plan = JSONObject([("nodes", .array(list))])
        if let peak {
            plan["memory"] = .object(
                JSONObject([("bytes", .int(peak.total)), ("node", .string(peak.node.id.description))]))
        }
        return .object(plan)
    }
}
