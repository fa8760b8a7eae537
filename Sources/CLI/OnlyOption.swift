import ArgumentParser
import Engine

/// The output nodes that are asked for, of a graph that may have more.
struct OnlyOption: ParsableArguments {
    @Option(
        name: .customLong("only"),
        help: ArgumentHelp(
            "Make what this output node saves or shows, and nothing else; an id, or a title or type where that is unique "
                + "(repeatable).", valueName: "node"))
    var names: [String] = []

    /// - Returns: nil if all of them are asked for.
    /// - Throws: `OverrideError`, if the graph has no such node.
    func outputs(of graph: Graph) throws -> [NodeID]? {
        names.isEmpty ? nil : try names.map { name throws in try graph.node(called: name) }
    }
}
