import JSON

/// Finds what an input gets in the end: through reroutes and bypassed nodes, into subgraphs and out of them.
struct LinkResolver {
    enum Source {
        case node(Scope.Place, slot: Int)
        /// What a widget of a node outside says: one that stands for a subgraph, or a primitive node.
        case value(JSONValue, of: Scope.Place, widget: String)
        case nothing
    }

    private let scopes: [Scope]
    private let subgraphs: [String: Subgraph]
    /// Along a chain of reroutes every place gets the same, so that long ones are walked once.
    private var known: [Step: Source] = [:]

    private struct Step: Hashable {
        let place: Scope.Place
        let slot: Int
        let type: String
    }

    init(_ scopes: [Scope], _ workflow: EditorWorkflow) {
        self.scopes = scopes
        subgraphs = workflow.subgraphs
    }

    /// - Parameter input: one of the node's inputs at `place`.
    mutating func source(
        of input: EditorNode.Input, at place: Scope.Place, _ widgets: inout NodeWidgets
    ) -> Source {
        var steps: [Step] = []
        var visited = Set<Step>()
        var reached = Reached.input(input, place)
        var found: Source?
        while found == nil {
            switch reached {
            case .input(let input, let place):
                reached = back(from: input, at: place)
            case .output(let place, let slot):
                let step = Step(place: place, slot: slot, type: input.type)
                if let source = known[step] {
                    found = source
                } else if visited.insert(step).inserted {
                    steps.append(step)
                    reached = through(place, slot, type: input.type, &widgets)
                } else {
                    found = .nothing  // A loop of reroutes.
                }
            case .end(let source):
                found = source
            }
        }
        let source = found ?? .nothing
        for step in steps { known[step] = source }
        return source
    }

    private enum Reached {
        case input(EditorNode.Input, Scope.Place)
        case output(Scope.Place, slot: Int)
        case end(Source)
    }

    /// From an input along its link.
    private func back(from input: EditorNode.Input, at place: Scope.Place) -> Reached {
        let scope = scopes[place.scope]
        guard let id = input.link, let link = scope.graph.links[id] else { return .end(.nothing) }
        if link.origin == EditorLink.inputsOfSubgraph {
            guard let host = scope.host else { return .end(.nothing) }
            return outside(host, slot: link.originSlot)
        }
        guard let source = scope.graph.position(of: link.origin) else { return .end(.nothing) }
        return .output(Scope.Place(scope: place.scope, node: source), slot: link.originSlot)
    }

    /// From inside a subgraph to what feeds its input `slot` outside.
    private func outside(_ host: Scope.Host, slot: Int) -> Reached {
        guard host.subgraph.inputs.indices.contains(slot) else { return .end(.nothing) }
        let place = Scope.Place(scope: host.scope, node: host.node)
        let graph = scopes[host.scope].graph
        let node = graph.nodes[host.node]
        let input = node.input(ofSubgraph: host.subgraph, slot: slot)
        if let input, let id = input.link, graph.links[id] != nil { return .input(input, place) }
        guard let value = host.values[slot] else { return .end(.nothing) }
        return .end(.value(value, of: place, widget: host.subgraph.inputs[slot].name))
    }

    /// From an output into its node, and further if the node is not one that runs.
    private func through(
        _ place: Scope.Place, _ slot: Int, type: String, _ widgets: inout NodeWidgets
    ) -> Reached {
        let scope = scopes[place.scope]
        let node = scope.graph.nodes[place.node]
        // Editors copy a primitive's value whatever its mode.
        if node.isPrimitive {
            guard let value = scope.widgets[place.node]?["value"] else { return .end(.nothing) }
            return .end(.value(value, of: place, widget: "value"))
        }
        switch node.mode {
        case .muted:
            return .end(.nothing)
        case .bypassed:
            let slots = widgets.slots(of: node)
            let output = widgets.outputType(of: node, slot)
            guard let passed = bypass(slots, slot: slot, output: output, wanted: type) else { return .end(.nothing) }
            return .input(slots[passed], place)
        case .active:
            break
        }
        if let subgraph = subgraphs[node.type] {
            guard subgraph.sources.indices.contains(slot), let link = subgraph.sources[slot],
                let child = scope.children[place.node]
            else { return .end(.nothing) }
            if link.origin == EditorLink.inputsOfSubgraph, let host = scopes[child].host {
                return outside(host, slot: link.originSlot)
            }
            guard let source = subgraph.graph.position(of: link.origin) else { return .end(.nothing) }
            return .output(Scope.Place(scope: child, node: source), slot: link.originSlot)
        }
        if node.isReroute {
            guard let input = node.inputs.first else { return .end(.nothing) }
            return .input(input, place)
        }
        return .end(node.isVirtual ? .nothing : .node(place, slot: slot))
    }
}

extension EditorNode {
    /// The input that feeds a subgraph's input; files leave out those that are not linked, so the name decides.
    func input(ofSubgraph subgraph: Subgraph, slot: Int) -> Input? {
        let name = subgraph.inputs[slot].name
        if let input = inputs.first(where: { $0.name == name }) { return input }
        // Renamed inside since: then the place decides, if none is left out.
        return inputs.count == subgraph.inputs.count && !subgraph.inputs.contains { $0.name == inputs[slot].name }
            ? inputs[slot] : nil
    }
}
