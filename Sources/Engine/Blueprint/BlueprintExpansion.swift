import JSON

/// A graph with the insides of its blueprints in their place.
struct BlueprintExpansion {
    private(set) var graph: Graph
    /// What is wrong with the blueprints' own inputs.
    private(set) var issues: [GraphIssue] = []
    private let catalog: NodeCatalog
    /// The nodes of the graph that were opened.
    private var outers: [NodeID: NodeName] = [:]

    /// More nodes than a graph may come to hold: blueprints in blueprints multiply.
    private static let mostNodes = 1_000_000

    init(_ graph: Graph, catalog: NodeCatalog) {
        self.graph = graph
        self.catalog = catalog
        for node in graph.nodes where catalog.blueprints[node.type] != nil {
            outers[node.id] = NodeName(id: node.id, type: node.type)
        }
        // Each round opens one level; the catalog has no loops among its blueprints, so that the rounds end.
        while !outers.isEmpty, self.graph.nodes.contains(where: { catalog.blueprints[$0.type] != nil }) {
            expandOnce(catalog)
            guard self.graph.nodes.count <= Self.mostNodes else {
                issues.append(GraphIssue(.refused("its blueprints hold more than a million nodes. Use fewer of them.")))
                return
            }
        }
    }

    private mutating func expandOnce(_ catalog: NodeCatalog) {
        var instances: [NodeID: BlueprintInstance] = [:]
        let ids = Set(graph.nodes.map(\.id))
        for node in graph.nodes {
            guard let blueprint = catalog.blueprints[node.type], let outside = catalog[node.type] else { continue }
            var instance = BlueprintInstance(of: blueprint, outside, at: node)
            issues += instance.issues
            if let taken = instance.nodes.first(where: { ids.contains($0.id) }) {
                let words = "holds a node \(taken.id.shown), which the graph has as well. Rename that one."
                issues.append(GraphIssue(.refused(words), at: node.id, node.type))
                instance.removeNodes()
            }
            instances[node.id] = instance
        }

        var nodes: [GraphNode] = []
        for node in graph.nodes {
            for var inner in instances[node.id]?.nodes ?? [node] {
                for input in inner.inputs {
                    guard let value = rewired(input, of: inner, instances) else { continue }
                    inner.set(input.name, to: value)
                }
                nodes.append(inner)
            }
        }
        graph = Graph(nodes: nodes, extraMetadata: graph.extraMetadata)
    }

    /// What a link to a blueprint's output leads to inside; nil for what stays as it is.
    private mutating func rewired(
        _ input: GraphInput, of node: GraphNode, _ instances: [NodeID: BlueprintInstance]
    ) -> GraphInput.Value? {
        var value = input.value
        var isChanged = false
        // An output may be an input passed on, which may come from another blueprint.
        for _ in 0...instances.count {
            guard case .link(let from, let slot) = value, let instance = instances[from] else { break }
            guard instance.outputs.indices.contains(slot) else {
                let problem = GraphIssue.Problem.badSlot(slot, of: from, outputs: instance.outputNames)
                issues.append(GraphIssue(problem, at: node.id, node.type, input: input.name))
                return .literal(.null)
            }
            value = instance.outputs[slot]
            isChanged = true
        }
        return isChanged ? value : nil
    }
}

extension BlueprintExpansion {
    /// What `check` finds in the opened graph, with the issues of the blueprints' own inputs, and each issue inside one with
    /// the node that it is inside of.
    func telling(_ check: () throws(GraphIssues) -> CheckedGraph) throws(GraphIssues) -> CheckedGraph {
        if outers.isEmpty { return try check() }
        do throws(GraphIssues) {
            let checked = try check()
            if issues.isEmpty { return checked }
            throw GraphIssues(issues: [])
        } catch {
            let broken = Set(issues.compactMap { $0.node.flatMap(outer) }.map(\.id))
            let inside = error.issues.map { issue in
                var issue = issue
                issue.outer = issue.node.flatMap(outer)
                return issue
            }
            // What lacks outside lacks inside as well; it is told once.
            throw GraphIssues(issues: issues + inside.filter { $0.outer.map { !broken.contains($0.id) } ?? true })
        }
    }

    /// What is asked for when outputs are asked for: of a blueprint, every output node inside.
    func opened(_ outputs: [NodeID]?) -> [NodeID]? {
        guard let outputs, !outers.isEmpty else { return outputs }
        return outputs.flatMap { id in
            guard outers[id] != nil else { return [id] }
            return graph.nodes.filter { outer(of: $0.id)?.id == id && isOutput($0) }.map(\.id)
        }
    }

    private func isOutput(_ node: GraphNode) -> Bool { catalog[node.type]?.isOutput == true }

    private func outer(of id: NodeID) -> NodeName? {
        if let name = outers[id] { return name }
        let text = id.description
        return text.firstIndex(of: ":").flatMap { outers[NodeID(String(text[..<$0]))] }
    }
}
