import JSON

/// Unpacks the subgraphs of a workflow, and finds what every widget says.
struct Expansion {
    private(set) var scopes: [Scope] = []
    /// The nodes that may run, in the order in which editors send them.
    private(set) var order: [Scope.Place] = []
    var widgets: NodeWidgets

    private let subgraphs: [String: Subgraph]

    /// More than anybody draws; subgraphs in subgraphs can multiply without end.
    private static let nodeLimit = 250_000
    private static let depthLimit = 64

    init(_ workflow: EditorWorkflow, _ declarations: NodeDeclarations) throws(WorkflowReadError) {
        subgraphs = workflow.subgraphs
        widgets = NodeWidgets(subgraphs: workflow.subgraphs, declarations: declarations)
        let root = workflow.root
        scopes = [Scope(graph: root, prefix: "", host: nil, widgets: root.nodes.map { widgets.own(of: $0) })]
        // The levels that are open: their nodes in order, and how far each has come.
        var open = [(scope: 0, nodes: executionOrder(of: root), next: 0)]
        var types: [String] = []
        while let last = open.indices.last {
            guard open[last].next < open[last].nodes.count else {
                open.removeLast()
                _ = types.popLast()
                continue
            }
            let place = Scope.Place(scope: open[last].scope, node: open[last].nodes[open[last].next])
            open[last].next += 1
            let node = scopes[place.scope].graph.nodes[place.node]
            guard !node.isVirtual else { continue }
            let subgraph = subgraphs[node.type]
            // A bypassed subgraph inside another is unpacked all the same, as editors do; nothing reads from its nodes.
            guard node.mode == .active || node.mode == .bypassed && subgraph != nil && place.scope != 0 else {
                continue
            }
            guard let subgraph else {
                order.append(place)
                continue
            }
            guard !types.contains(node.type) else { throw .subgraphInItself(name: subgraph.name) }
            guard open.count < Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
            guard order.count + scopes.count <= Self.nodeLimit + root.nodes.count else {
                throw .tooManyNodes(limit: Self.nodeLimit)
            }
            open.append((enter(subgraph, at: place), Array(subgraph.graph.nodes.indices), 0))
            types.append(node.type)
        }
    }

    /// Adds the level inside a node, with what its widgets say outside.
    private mutating func enter(_ subgraph: Subgraph, at place: Scope.Place) -> Int {
        let outside = scopes[place.scope]
        let node = outside.graph.nodes[place.node]
        var inside = subgraph.graph.nodes.map { widgets.own(of: $0) }
        var values = [JSONValue?](repeating: nil, count: subgraph.inputs.count)
        let said = outside.widgets[place.node] ?? []
        for (widget, shown) in zip(said, widgets.shown(by: node.type)) {
            switch shown.origin {
            case .input(let slot):
                values[slot] = widget.value ?? widgets.preset(ofInput: slot, of: node.type)
            case .inner(let position, let name):
                if let value = widget.value { inside[position]?.set(name, to: value) }
            case .silent:
                break
            }
        }
        for (entry, value) in widgets.proxiesOfInnerWidgets(node) {
            if let position = subgraph.position(ofNodeInFile: entry.node) {
                inside[position]?.set(entry.widget, to: value)
            }
        }
        scopes.append(
            Scope(
                graph: subgraph.graph, prefix: "\(outside.id(ofNode: place.node)):",
                host: Scope.Host(scope: place.scope, node: place.node, subgraph: subgraph, values: values),
                widgets: inside))
        scopes[place.scope].children[place.node] = scopes.count - 1
        return scopes.count - 1
    }
}
