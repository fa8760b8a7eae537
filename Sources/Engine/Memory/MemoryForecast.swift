/// How much memory a graph will take, as far as its nodes can tell before they run.
///
/// Nodes are taken in the order in which they would run one at a time; values are let go when the last node that takes them is
/// done, as in a run. Where a node cannot tell, nothing is counted.
public struct MemoryForecast: Sendable {
    /// In order; only nodes that count.
    public let nodes: [NodeForecast]

    /// The node at which most is held at once.
    public var peak: NodeForecast? { nodes.max { $0.total < $1.total } }
}

/// - Units: bytes.
public struct NodeForecast: Hashable, Sendable {
    public let node: NodeName
    /// Values of other nodes that are held meanwhile, its inputs among them.
    public let held: Int
    public let inputs: Int
    public let outputs: Int
    public let need: MemoryNeed

    /// Everything that is in memory at its peak.
    public var total: Int { held.saturatingAdd(outputs).saturatingAdd(need.working) }

    /// What it cannot do without.
    public var least: Int { inputs.saturatingAdd(outputs).saturatingAdd(need.least) }
}

extension CheckedGraph {
    /// What running all of the graph will take.
    public func memoryForecast() -> MemoryForecast {
        var outlines = [[(any MemoryOutline)?]](repeating: [], count: nodes.count)
        var sizes = [Int](repeating: 0, count: nodes.count)
        var lastUses = Array(nodes.indices)
        for (index, node) in nodes.enumerated() {
            for link in node.links { lastUses[link.source] = index }
        }
        var endings: [Int: [Int]] = [:]
        var held = 0
        var forecasts: [NodeForecast] = []
        for (index, node) in nodes.enumerated() {
            guard node.definition.estimatesMemory else {
                release(endings.removeValue(forKey: index), sizes, from: &held)
                continue
            }
            let (need, expected) = node.estimate { source, slot in
                outlines[source].indices.contains(slot) ? outlines[source][slot] : nil
            }
            outlines[index] = expected
            sizes[index] = expected.reduce(0) { $0.saturatingAdd($1?.bytes ?? 0) }
            let sources = Set(node.links.map(\.source))
            forecasts.append(
                NodeForecast(
                    node: node.name, held: held, inputs: sources.reduce(0) { $0.saturatingAdd(sizes[$1]) },
                    outputs: sizes[index], need: need ?? MemoryNeed(working: 0)))
            held = held.saturatingAdd(sizes[index])
            endings[lastUses[index], default: []].append(index)
            release(endings.removeValue(forKey: index), sizes, from: &held)
        }
        return MemoryForecast(nodes: forecasts)
    }

    private func release(_ ended: [Int]?, _ sizes: [Int], from held: inout Int) {
        for index in ended ?? [] where held != .max { held -= sizes[index] }
    }
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

extension NodeExecution {
    /// What the node will need, now that its inputs are there; nil if it cannot tell.
    ///
    /// - Returns: need and bytes of its outputs, over all calls.
    func memoryNeed() -> (need: MemoryNeed, outputs: Int)? {
        guard node.definition.estimatesMemory, calls > 0, blocker(of: 0) == nil else { return nil }
        let work = node.definition.type.init()
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
