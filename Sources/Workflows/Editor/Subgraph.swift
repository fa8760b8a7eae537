import JSON

/// A graph that is used as a node, with inputs and outputs of its own.
struct Subgraph {
    struct Port {
        let name: String
        let type: String
    }

    /// A value that the node outside keeps: a widget of an inner node that it shows.
    struct Promotion {
        /// Nil for a value that is no input, such as how a seed changes.
        let node: String?
        let widget: String
        /// What it is called outside.
        let name: String
    }

    let name: String
    let graph: EditorGraph
    let inputs: [Port]
    let outputs: [Port]
    /// For each input the inner ends of its links: a node's position and the name of its input.
    let targets: [[(node: Int, input: String)]]
    /// For each output the link that feeds it.
    let sources: [EditorLink?]
    /// What nodes were called in the file that are called otherwise now.
    private(set) var renamings: [String: String] = [:]
    /// Nil if which widgets are shown follows from the inputs, as in every subgraph; group nodes list them.
    let promotions: [Promotion]?

    init(
        name: String, graph: EditorGraph, inputs: [Port], outputs: [Port], sources: [EditorLink?],
        promotions: [Promotion]?
    ) {
        self.name = name
        self.graph = graph
        self.inputs = inputs
        self.outputs = outputs
        self.sources = sources
        self.promotions = promotions
        var targets = inputs.map { _ in [(id: Int, node: Int, input: String)]() }
        for (position, node) in graph.nodes.enumerated() {
            for input in node.inputs {
                guard let id = input.link, let link = graph.links[id], link.origin == EditorLink.inputsOfSubgraph,
                    targets.indices.contains(link.originSlot)
                else { continue }
                targets[link.originSlot].append((id, position, input.name))
            }
        }
        self.targets = targets.map { $0.sorted { $0.id < $1.id }.map { ($0.node, $0.input) } }
    }

    /// - Parameter json: one of a workflow's `definitions.subgraphs`.
    init(_ json: JSONValue) throws(WorkflowReadError) {
        let graph = try EditorGraph(json)
        let outputs = Self.ports(json["outputs"])
        var sources = [EditorLink?](repeating: nil, count: outputs.count)
        for link in graph.links.values
        where link.target == EditorLink.outputsOfSubgraph && sources.indices.contains(link.targetSlot) {
            sources[link.targetSlot] = link
        }
        // An output's own list of links is right where a stale link says otherwise.
        for (slot, output) in (json["outputs"]?.array ?? []).enumerated() {
            for link in (output["linkIds"]?.array ?? []).lazy.compactMap(\.int).compactMap({ graph.links[$0] })
            where link.target == EditorLink.outputsOfSubgraph {
                sources[slot] = link
            }
        }
        self.init(
            name: json["name"]?.string ?? "", graph: graph, inputs: Self.ports(json["inputs"]), outputs: outputs,
            sources: sources, promotions: nil)
    }

    /// The same with other ids for some of its nodes.
    func renamed(_ ids: [String: String]) -> Subgraph {
        guard !ids.isEmpty else { return self }
        var subgraph = Subgraph(
            name: name,
            graph: EditorGraph(
                nodes: graph.nodes.map { node in ids[node.id].map(node.renamed) ?? node },
                links: graph.links.mapValues { $0.renamed(ids) }),
            inputs: inputs, outputs: outputs, sources: sources.map { $0?.renamed(ids) }, promotions: promotions)
        subgraph.renamings = ids
        return subgraph
    }

    /// Where the node is that the file calls `id`.
    func position(ofNodeInFile id: String) -> Int? { graph.position(of: renamings[id] ?? id) }

    private static func ports(_ json: JSONValue?) -> [Port] {
        (json?.array ?? []).map { Port(name: $0["name"]?.string ?? "", type: $0["type"]?.slotType ?? "*") }
    }
}
