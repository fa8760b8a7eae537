import JSON

// Subgraphs that nodes have run in their place.
extension RunState {
    /// Adds what a node has handed over to.
    ///
    /// - Returns: the nodes that were added.
    /// - Throws: `ExpansionError` if a subgraph is not right; `NodeFailure` if a file in it cannot be read.
    mutating func expand(_ index: Int, _ pending: PendingResult) throws -> [NodeName] {
        let first = nodes.count
        generation += 1
        var places: [Int: [Int]] = [:]
        do {
            for (call, subgraph) in pending.subgraphs {
                places[call] = try add(subgraph, of: index, call: call)
            }
        } catch {
            discard(from: first)
            throw error
        }
        let added = first..<nodes.count
        let outputs = added.filter { nodes[$0].checked.definition.isOutput }
        let expanded = ExpandedNode(
            pending: pending, places: places, outputs: outputs,
            isRepeatable: added.allSatisfy { nodes[$0].isRepeatable })
        for (target, slot) in expanded.targets { nodes[nodes[target].maker].uses[slot] += 1 }
        nodes[index].standing = .expanded(expanded)
        for target in Set(expanded.targets.map(\.0) + outputs).sorted() {
            let maker = nodes[target].maker
            let slots = expanded.targets.filter { nodes[$0.0].maker == maker }.map(\.1)
            for slot in [nil] + slots {
                if let further = require(slot, of: maker) { wire(further) }
            }
            if case .failed(let cause) = nodes[maker].standing {
                fail(index, as: cause, isItself: false)
                return added.map { nodes[$0].name }
            }
            attach(index, to: maker)
        }
        releaseSources(of: index)
        // What nothing came to need holds nothing.
        for spare in added.reversed() {
            guard case .possible = nodes[spare].standing, !nodes[spare].isUsed else { continue }
            nodes[spare].standing = .unneeded
            releaseSources(of: spare)
        }
        if nodes[index].waiting == 0 { finish(index, join(index, expanded)) }
        return added.map { nodes[$0].name }
    }

    /// The result of a node whose subgraph is done.
    mutating func join(_ index: Int, _ expanded: ExpandedNode) -> NodeResult {
        let outputs = expanded.pending.outputs.map { output in
            let items = output.items.flatMap { item -> [(any Port)?] in
                switch item {
                case .value(let value): return [value]
                case .link(let call, let link):
                    guard let place = expanded.places[call]?[link.node] else { return [] }
                    return nodes[nodes[place].maker].values[link.slot]?.items ?? []
                }
            }
            return OutputValues(items: items, isList: output.isList)
        }
        let saved = expanded.outputs.flatMap { nodes[nodes[$0].maker].saved }
        let seconds = expanded.pending.seconds + expanded.allPlaces.reduce(0) { $0 + nodes[$1].seconds }
        releaseTargets(of: expanded)
        let shown = expanded.outputs.flatMap { nodes[nodes[$0].maker].shown }
        let result = NodeResult(
            outputs: outputs, saved: expanded.pending.saved + saved, shown: expanded.pending.shown + shown,
            seconds: seconds)
        news.append(.joined(index, result, isRepeatable: expanded.isRepeatable))
        return result
    }

    /// - Returns: where its nodes are now, in the order in which they were added to the subgraph.
    private mutating func add(_ subgraph: Subgraph, of parent: Int, call: Int) throws -> [Int] {
        let offset = nodes.count
        let prefix = "\(nodes[parent].checked.id).\(call).0."
        var checker = GraphChecker(
            graph: Graph(subgraph, prefix: prefix), catalog: catalog, folders: folders)
        checker.given = try given(to: subgraph, of: parent, prefix: prefix)
        let (checked, places): ([CheckedNode], [Int])
        do {
            (checked, places) = try checker.checkSubgraph(offset: offset)
        } catch {
            throw ExpansionError(issues: error)
        }
        for node in checked {
            let index = nodes.count
            let keyed = try keyMaker.key(of: node) { nodes[$0].key }
            let maker = keyed.isRepeatable ? sharedMaker(keyed.key, for: index) : index
            nodes.append(
                RunNode(
                    node, key: keyed.key, fingerprints: keyed.inputs, isRepeatable: keyed.isRepeatable,
                    // What was handed over last is finished first, so that few values are held at a time.
                    rank: (node.definition.isOutput ? Int.min / 2 : 0) - generation << 32 + (index - offset),
                    maker: maker))
            positions?[node.id] = index
            guard maker == index else { continue }
            nodes[index].standing = .possible
            holdSources(of: index)
        }
        return places
    }

    /// The node that makes the result of `key`: an earlier one, unless that cannot make it any more.
    private mutating func sharedMaker(_ key: ResultKey, for index: Int) -> Int {
        if let first = firsts[key] {
            guard case .failed = nodes[first].standing else { return first }
        }
        firsts[key] = index
        return index
    }

    private mutating func discard(from first: Int) {
        for index in (first..<nodes.count).reversed() {
            releaseSources(of: index)
            if firsts[nodes[index].key] == index { firsts[nodes[index].key] = nil }
            positions?[nodes[index].checked.id] = nil
        }
        nodes.removeSubrange(first...)
    }

    /// What the nodes of a subgraph are given besides literals and links among themselves.
    private mutating func given(
        to subgraph: Subgraph, of parent: Int, prefix: String
    ) throws -> [Int: [String: CheckedInput]] {
        var given: [Int: [String: CheckedInput]] = [:]
        for (position, node) in subgraph.nodes.enumerated() {
            for (name, value) in node.inputs {
                switch value.kind {
                case .json, .inner, .absent: continue
                case .origin(.literal(let literal)): given[position, default: [:]][name] = .literal(literal)
                case .origin(.file(let file)): given[position, default: [:]][name] = .file(file)
                case .origin(.made(let port, let fingerprint)):
                    given[position, default: [:]][name] = .carried(port, fingerprint)
                case .made(let port):
                    let place = "\(prefix)\(node.id).\(name)"
                    given[position, default: [:]][name] = .carried(port, .made(nodes[parent].key, place: place))
                case .outer(let link):
                    guard let source = self.position(of: link.node),
                        nodes[source].checked.definition.outputs.indices.contains(link.slot)
                    else {
                        let issue = GraphIssue(
                            .danglingLink(to: link.node), at: NodeID(prefix + node.id), node.type, input: name)
                        throw ExpansionError(issues: GraphIssues(issues: [issue]))
                    }
                    given[position, default: [:]][name] = .link(node: source, slot: link.slot)
                }
            }
        }
        return given
    }

    mutating func position(of id: NodeID) -> Int? {
        let known =
            positions
            ?? Dictionary(nodes.enumerated().map { ($1.checked.id, $0) }, uniquingKeysWith: { first, _ in first })
        positions = known
        return known[id]
    }

    mutating func liveNode(_ id: NodeID) -> LiveNode? {
        position(of: id).map { index in
            LiveNode(nodes[index].checked) { nodes[$0].checked.id }
        }
    }
}

extension ExpandedNode {
    /// The outputs that the node's own are linked to.
    var targets: [(Int, Int)] {
        pending.outputs.flatMap(\.items).compactMap { item in
            guard case .link(let call, let link) = item, let place = places[call]?[link.node] else { return nil }
            return (place, link.slot)
        }
    }

    var allPlaces: [Int] { places.values.flatMap(\.self) }
}

extension Graph {
    /// A subgraph's literals and the links among its nodes.
    fileprivate init(_ subgraph: Subgraph, prefix: String) {
        let ids = subgraph.nodes.map { NodeID(prefix + $0.id) }
        self.init(
            nodes: zip(ids, subgraph.nodes).map { id, node in
                let inputs = node.inputs.compactMap { name, value -> GraphInput? in
                    switch value.kind {
                    case .json(let json): GraphInput(name: name, value: .literal(json))
                    case .inner(let link): GraphInput(name: name, value: .link(from: ids[link.node], slot: link.slot))
                    // Present, so that a growing input has an element for it; what it is given stands elsewhere.
                    case .outer, .origin, .made: GraphInput(name: name, value: .literal(.null))
                    case .absent: nil
                    }
                }
                return GraphNode(id: id, type: node.type, inputs: inputs)
            })
    }
}

/// What is wrong with the subgraph that a node has handed over to.
public struct ExpansionError: Error, Sendable, CustomStringConvertible {
    public let issues: GraphIssues

    public var description: String { "what it expands into is not right. \(issues)" }
}
