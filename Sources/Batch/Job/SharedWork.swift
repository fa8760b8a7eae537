import Engine

/// Which results several jobs have in common, as far as the graph and what jobs change in it tell.
struct SharedWork {
    /// Nodes whose result no other job needs.
    let ownOfEachJob: Set<NodeID>

    /// - Parameters:
    ///   - places: the inputs that jobs change, one for each column.
    ///   - savers: nodes that have another name to save under in each job.
    ///   - values: of each job, one for each column.
    init(_ graph: Graph, places: [InputPlace], savers: [NodeID], values: [[String?]]) {
        let columns = Self.columns(above: graph, places)
        let namedApart = Self.reach(of: savers, in: graph)
        var isOwn: [Set<Int>: Bool] = [:]
        var nodes: Set<NodeID> = namedApart
        for node in graph.nodes {
            let above = columns[node.id] ?? []
            let order = above.sorted()
            let own = isOwn[above] ?? (Set(values.map { job in order.map { job[$0] } }).count == values.count)
            isOwn[above] = own
            if own { nodes.insert(node.id) }
        }
        ownOfEachJob = nodes
    }

    /// The columns that each node's result depends on.
    private static func columns(above graph: Graph, _ places: [InputPlace]) -> [NodeID: Set<Int>] {
        var columns: [NodeID: Set<Int>] = [:]
        for (column, place) in places.enumerated() {
            for node in reach(of: [place.node], in: graph) { columns[node, default: []].insert(column) }
        }
        return columns
    }

    /// Nodes that have to be made anew when some change: they and all that depends on them.
    static func reach(of starts: [NodeID], in graph: Graph) -> Set<NodeID> {
        var consumers: [NodeID: [NodeID]] = [:]
        for node in graph.nodes {
            for input in node.inputs {
                if case .link(let source, _) = input.value { consumers[source, default: []].append(node.id) }
            }
        }
        var reached = Set(starts)
        var stack = starts
        while let node = stack.popLast() {
            for consumer in consumers[node] ?? [] where reached.insert(consumer).inserted { stack.append(consumer) }
        }
        return reached
    }
}
