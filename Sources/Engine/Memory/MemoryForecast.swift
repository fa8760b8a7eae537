/// How much memory a graph will take, as far as its nodes can tell before they run.
///
/// Nodes are taken in the order in which they would run one at a time; values are let go when the last node that takes them is
/// done, as in a run. Where a node cannot tell, nothing is counted.
public struct MemoryForecast: Sendable {
    /// In order; only nodes that count.
    public let nodes: [NodeForecast]

    /// The node at which most is held at once.
    public var peak: NodeForecast? { nodes.max { $0.total < $1.total } }

    /// What the program itself takes, whatever it runs.
    static let program = 32 << 20

    /// The first node that is sure to need more than `limit`.
    public func shortage(within limit: Int) -> NodeFailure? {
        nodes.first { $0.least > limit }.map { forecast in
            NodeFailure(
                node: forecast.node,
                cause: MemoryShortage(need: forecast.least, outputs: forecast.outputs, limit: limit))
        }
    }
}

/// - Units: bytes.
public struct NodeForecast: Hashable, Sendable {
    public let node: NodeName
    /// Values of other nodes that are held meanwhile, its inputs among them.
    public let held: Int
    public let inputs: Int
    public let outputs: Int
    public let need: MemoryNeed

    /// Everything that is in memory at its peak, the program included.
    public var total: Int {
        MemoryForecast.program.saturatingAdd(held).saturatingAdd(outputs).saturatingAdd(need.working)
    }

    /// What it cannot do without.
    public var least: Int { inputs.saturatingAdd(outputs).saturatingAdd(need.least) }
}

extension CheckedGraph {
    /// What running all of the graph will take.
    public func memoryForecast() -> MemoryForecast {
        guard nodes.contains(where: \.definition.estimatesMemory) else { return MemoryForecast(nodes: []) }
        var outlines = [[(any MemoryOutline)?]](repeating: [], count: nodes.count)
        var needs = [Int: MemoryNeed]()
        for (index, node) in nodes.enumerated() {
            guard node.definition.estimatesMemory else {
                outlines[index] = node.networksPassedOn { outlines[$0].indices.contains($1) ? outlines[$0][$1] : nil }
                continue
            }
            let (need, expected) = node.estimate { source, slot in
                outlines[source].indices.contains(slot) ? outlines[source][slot] : nil
            }
            outlines[index] = expected
            needs[index] = need ?? MemoryNeed(working: 0)
        }
        let spans = spans(of: outlines)
        var held = 0
        var forecasts: [NodeForecast] = []
        for (index, node) in nodes.enumerated() {
            held = held.saturatingAdd(spans.begun[index] ?? 0)
            if let need = needs[index] {
                let inputs = Set(node.links.map { Place(node: $0.source, slot: $0.slot) })
                let bytes = inputs.reduce(0) { $0.saturatingAdd(outlines[$1.node].bytes(at: $1.slot)) }
                let outputs = outlines[index].indices.reduce(0) { sum, slot in
                    let isRead = outlines[index][slot]?.isReadWhenUsed ?? false
                    return sum.saturatingAdd(isRead ? 0 : outlines[index].bytes(at: slot))
                }
                forecasts.append(
                    NodeForecast(node: node.name, held: held, inputs: bytes, outputs: outputs, need: need))
            }
            held = held.saturatingAdd(spans.made[index] ?? 0)
            if held != .max { held -= spans.ended[index] ?? 0 }
        }
        return MemoryForecast(nodes: forecasts)
    }

    private struct Place: Hashable {
        let node: Int
        let slot: Int
    }

    /// Bytes that come to be held when a node begins, when it is done, and that are let go then.
    private func spans(
        of outlines: [[(any MemoryOutline)?]]
    ) -> (begun: [Int: Int], made: [Int: Int], ended: [Int: Int]) {
        var uses: [Place: (first: Int, last: Int)] = [:]
        for (index, node) in nodes.enumerated() {
            for link in node.links where !outlines[link.source].isEmpty {
                let place = Place(node: link.source, slot: link.slot)
                uses[place] = (uses[place]?.first ?? index, index)
            }
        }
        var spans: (begun: [Int: Int], made: [Int: Int], ended: [Int: Int]) = ([:], [:], [:])
        for (place, use) in uses {
            let bytes = outlines[place.node].bytes(at: place.slot)
            if outlines[place.node][place.slot]?.isReadWhenUsed ?? false {
                spans.begun[use.first] = (spans.begun[use.first] ?? 0).saturatingAdd(bytes)
            } else {
                spans.made[place.node] = (spans.made[place.node] ?? 0).saturatingAdd(bytes)
            }
            spans.ended[use.last] = (spans.ended[use.last] ?? 0).saturatingAdd(bytes)
        }
        return spans
    }
}

extension [(any MemoryOutline)?] {
    fileprivate func bytes(at slot: Int) -> Int { indices.contains(slot) ? self[slot]?.bytes ?? 0 : 0 }
}

extension CheckedNode {
    /// What the node says of its need and its outputs, while what it is linked to is known in outline.
    fileprivate func estimate(
        _ outline: (_ source: Int, _ slot: Int) -> (any MemoryOutline)?
    ) -> (MemoryNeed?, [(any MemoryOutline)?]) {
        let work = nodeBeforeRun()
        guard let estimator = work as? any EstimatesMemory else { return (nil, []) }
        let properties = NodeProperties(of: work)
        for link in links {
            guard let outline = outline(link.source, link.slot) else { continue }
            properties.inputs[definition.places[link.input].property].foresee(outline)
        }
        let need = estimator.estimateMemory()
        return (need, properties.outputs.map(\.foreseen))
    }
}

extension CheckedNode {
    /// What outputs are like of a node that cannot tell: a network that comes in is taken to go out again, patched perhaps, but
    /// with the same weights.
    fileprivate func networksPassedOn(
        _ outline: (_ source: Int, _ slot: Int) -> (any MemoryOutline)?
    ) -> [(any MemoryOutline)?] {
        var networks: [String: any MemoryOutline] = [:]
        for link in links {
            guard let outline = outline(link.source, link.slot), outline.isReadWhenUsed else { continue }
            networks[definition.inputs[link.input].kind.portType] = outline
        }
        return networks.isEmpty ? [] : definition.outputs.map { networks[$0.type] }
    }
}

extension NodeExecution {
    /// What the node will need, now that its inputs are there; nil if it cannot tell.
    ///
    /// - Returns: need and bytes of its outputs, over all calls.
    func memoryNeed() -> (need: MemoryNeed, outputs: Int)? {
        guard node.definition.estimatesMemory, calls > 0, blocker(of: 0) == nil else { return nil }
        let work = node.definition.makeNode()
        let properties = NodeProperties(of: work)
        guard (try? bind(0, to: properties)) != nil, let need = (work as? any EstimatesMemory)?.estimateMemory() else {
            return nil
        }
        let outputs = properties.outputs.reduce(0) { $0.saturatingAdd($1.foreseen?.bytes ?? 0) }
        return (need, outputs.saturatingMultiply(by: calls))
    }
}

extension OutputValues {
    var memoryCost: Int { items.reduce(0) { $0.saturatingAdd(max(0, $1?.memoryCost ?? 0)) } }
}
