import JSON

extension Graph {
    /// Checks what the graph's output nodes need, converts its literals as ComfyUI does, and finds its files.
    ///
    /// As in ComfyUI, every node's type must be known, but only what an output needs must be right otherwise: a half-wired
    /// node that feeds nothing does no harm.
    ///
    /// - Parameter outputs: the output nodes that are asked for; all of them unless given.
    /// - Throws: `GraphIssues`, with all issues in the order of the file.
    public func check(
        against catalog: NodeCatalog, folders: Folders, outputs: [NodeID]? = nil
    ) throws(GraphIssues) -> CheckedGraph {
        let expansion = BlueprintExpansion(self, catalog: catalog)
        var checker = GraphChecker(graph: expansion.graph, catalog: catalog, folders: folders)
        return try expansion.telling { () throws(GraphIssues) in try checker.check(outputs: expansion.opened(outputs)) }
    }
}

struct GraphChecker {
    let graph: Graph
    let catalog: NodeCatalog
    let folders: Folders

    /// One for each node of the graph; nil if its type is unknown.
    let definitions: [NodeDefinition?]

    /// With the position of the node that each belongs to.
    private var found: [(position: Int, issue: GraphIssue)] = []

    /// Listed at most once, when the first name is not found.
    var listings: [FileSource: [String]] = [:]

    /// Of a subgraph: what its nodes are given besides literals and links among themselves.
    var given: [Int: [String: CheckedInput]] = [:]

    init(graph: Graph, catalog: NodeCatalog, folders: Folders) {
        self.graph = graph
        self.catalog = catalog
        self.folders = folders
        definitions = graph.nodes.map { catalog[$0.type]?.fitted(to: $0) }
    }

    mutating func check(outputs asked: [NodeID]?) throws(GraphIssues) -> CheckedGraph {
        checkTypes()
        let outputs = outputPositions(asked)
        if outputs.isEmpty, found.isEmpty { throw GraphIssues(issues: [GraphIssue(.noOutputNode)]) }
        let (nodes, places) = try check(from: outputs.isEmpty ? Array(graph.nodes.indices) : outputs, offset: 0)
        return CheckedGraph(graph: graph, nodes: nodes, outputs: outputs.map { places[$0] })
    }

    private mutating func checkTypes() {
        // A large graph has many nodes of few types.
        var suggestions: [String: String?] = [:]
        for (position, definition) in definitions.enumerated() where definition == nil {
            let type = graph.nodes[position].type
            if let elsewhere = catalog.elsewhere(type) {
                note(.foreignNodeType(isOnline: elsewhere == .online), at: position)
                continue
            }
            let suggestion = suggestions[type] ?? nearest(to: type, among: catalog.typeNames)
            suggestions[type] = .some(suggestion)
            note(.unknownNodeType(nearest: suggestion), at: position)
        }
    }

    /// Checks all of a subgraph.
    ///
    /// - Parameter offset: where its nodes begin among those of the graph that it becomes part of.
    /// - Returns: its nodes in an order in which they can run, and for each position its place among them.
    mutating func checkSubgraph(offset: Int) throws(GraphIssues) -> (nodes: [CheckedNode], places: [Int]) {
        checkTypes()
        return try check(from: Array(graph.nodes.indices), offset: offset)
    }

    private mutating func check(
        from starts: [Int], offset: Int
    ) throws(GraphIssues) -> (nodes: [CheckedNode], places: [Int]) {
        let (order, cycles) = walk(from: starts)
        for cycle in cycles { note(.cycle(cycle.map { graph.nodes[$0].id }), at: cycle[0]) }

        var places = [Int](repeating: -1, count: graph.nodes.count)
        for (place, position) in order.enumerated() { places[position] = offset + place }
        let nodes = order.map { check(nodeAt: $0, places: places) }
        guard found.isEmpty else { throw GraphIssues(issues: inOrderOfFile()) }
        return (nodes.compactMap(\.self), places)
    }

    private mutating func outputPositions(_ asked: [NodeID]?) -> [Int] {
        guard let asked else { return definitions.indices.filter { definitions[$0]?.isOutput == true } }
        var positions: [Int] = []
        for id in asked {
            guard let position = graph.position(of: id) else {
                found.append((graph.nodes.count, GraphIssue(.noSuchNode, at: id)))
                continue
            }
            switch definitions[position]?.isOutput {
            case true?: positions.append(position)
            case false?: note(.notAnOutput, at: position)
            case nil: break
            }
        }
        return Set(positions).sorted()
    }

    private mutating func check(nodeAt position: Int, places: [Int]) -> CheckedNode? {
        guard let definition = definitions[position] else { return nil }
        let node = graph.nodes[position]
        var inputs: [CheckedInput] = []
        inputs.reserveCapacity(definition.inputs.count)
        for input in definition.inputs {
            if let carried = given[position]?[input.name] {
                inputs.append(carried)
                continue
            }
            do throws(GraphIssue.Problem) {
                if let condition = input.condition, !node.meets(condition) {
                    inputs.append(.absent)
                    continue
                }
                inputs.append(try check(input, given: node[input.name], places: places))
            } catch {
                found.append((position, GraphIssue(error, at: node.id, node.type, input: input.name)))
            }
        }
        // With an issue among them, the inputs are not what the node declares.
        guard inputs.count == definition.inputs.count else { return nil }
        let checked = CheckedNode(id: node.id, definition: definition, inputs: inputs)
        if let words = refusal(of: checked) { note(.refused(words), at: position) }
        return checked
    }

    private func refusal(of node: CheckedNode) -> String? {
        guard node.definition.checksInputs, let judge = node.nodeBeforeRun().node as? any ChecksInputs else {
            return nil
        }
        do {
            try judge.check(in: folders)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private mutating func note(_ problem: GraphIssue.Problem, at position: Int) {
        let node = graph.nodes[position]
        found.append((position, GraphIssue(problem, at: node.id, node.type)))
    }

    private func inOrderOfFile() -> [GraphIssue] {
        // Issues of one node keep the order in which they were found, which is that of its inputs.
        found.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element.issue)
    }
}

extension GraphNode {
    /// Whether the graph makes the choice on which an input depends.
    fileprivate func meets(_ condition: InputCondition) -> Bool {
        guard case .literal(let json)? = self[condition.choice], let word = json.string else { return false }
        return condition.values.contains(word)
    }
}
