import ArgumentParser
import Engine

/// A workflow and the changes to make in it: the same for every command that looks at one.
struct GraphArguments: ParsableArguments {
    @Argument(help: "A workflow file, or a picture with one inside; - is standard input.")
    var graph: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Change an input; NODE is an id, or a title or type where that is unique (repeatable). Inputs of an app have names of "
                + "their own.",
            valueName: "node.input=value"),
        transform: Override.init)
    var overrides: [Override] = []

    func graph(knowing catalog: NodeCatalog) throws -> Graph {
        var graph = try GraphFile(path: graph).graph(knowing: catalog)
        for override in overrides { try graph.set(override, knowing: catalog) }
        return graph
    }
}
