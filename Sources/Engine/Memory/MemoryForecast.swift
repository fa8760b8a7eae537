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
    /// Files that have been read by then, as far as values lie in them. The system can take their bytes away.
    public let mapped: Int
    public let inputs: Int
    public let outputs: Int
    public let need: MemoryNeed

    /// Everything that is in memory at its peak, the program included.
    public var total: Int {
        MemoryForecast.program.saturatingAdd(held).saturatingAdd(mapped).saturatingAdd(outputs)
            .saturatingAdd(need.working)
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
        let lastUses = lastUses(of: outlines)
        var lastUsesOfFiles: [String: Int] = [:]
        for (place, last) in lastUses {
            for (file, _) in outlines[place.node].files(at: place.slot) {
                lastUsesOfFiles[file] = max(last, lastUsesOfFiles[file] ?? 0)
            }
        }
        var held = 0
        var files: [String: Int] = [:]
        var forecasts: [NodeForecast] = []
        for (index, node) in nodes.enumerated() {
            let inputs = Set(node.links.map { Place(node: $0.source, slot: $0.slot) })
            for input in inputs { files.merge(outlines[input.node].files(at: input.slot)) { max($0, $1) } }
            if let need = needs[index] {
                forecasts.append(
                    NodeForecast(
                        node: node.name, held: held, mapped: files.values.reduce(0) { $0.saturatingAdd($1) },
                        inputs: inputs.reduce(0) { $0.saturatingAdd(outlines[$1.node].bytes(at: $1.slot)) },
                        outputs: outlines[index].indices.reduce(0) {
                            $0.saturatingAdd(outlines[index].bytes(at: $1))
                        },
                        need: need))
            }
            for slot in outlines[index].indices where lastUses[Place(node: index, slot: slot)] != nil {
                held = held.saturatingAdd(outlines[index].bytes(at: slot))
            }
            files = files.filter { lastUsesOfFiles[$0.key] ?? 0 > index }
            for input in inputs where held != .max && lastUses[input] == index {
                held -= outlines[input.node].bytes(at: input.slot)
            }
        }
        return MemoryForecast(nodes: forecasts)
    }

    private struct Place: Hashable {
        let node: Int
        let slot: Int
    }

    /// The last node that takes a value, for each value that is known in outline and that a node takes.
    private func lastUses(of outlines: [[(any MemoryOutline)?]]) -> [Place: Int] {
        var uses: [Place: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for link in node.links where !outlines[link.source].isEmpty {
                uses[Place(node: link.source, slot: link.slot)] = index
            }
        }
        return uses
    }
}

extension [(any MemoryOutline)?] {
    fileprivate func bytes(at slot: Int) -> Int { indices.contains(slot) ? self[slot]?.bytes ?? 0 : 0 }

    fileprivate func files(at slot: Int) -> [String: Int] { indices.contains(slot) ? self[slot]?.files ?? [:] : [:] }
}

extension CheckedNode {
    /// What the node says of its need and its outputs, while what it is linked to is known in outline.
    fileprivate func estimate(
        _ outline: (_ source: Int, _ slot: Int) -> (any MemoryOutline)?
    ) -> (MemoryNeed?, [(any MemoryOutline)?]) {
        let (work, properties) = nodeBeforeRun()
        guard let estimator = work as? any EstimatesMemory else { return (nil, []) }
        for link in links {
            guard let outline = outline(link.source, link.slot) else { continue }
            properties.inputs[definition.places[link.input].property].foresee(outline)
        }
        let need = estimator.estimateMemory()
        return (need, properties.outputs.map(\.foreseen))
    }
}

extension CheckedNode {
    /// What outputs are like of a node that cannot tell: a network, whose weights lie in files, is taken to go out again, patched
    /// perhaps, but with the same weights; and whatever else goes out may hold the networks that came in.
    fileprivate func networksPassedOn(
        _ outline: (_ source: Int, _ slot: Int) -> (any MemoryOutline)?
    ) -> [(any MemoryOutline)?] {
        var networks: [String: any MemoryOutline] = [:]
        var files: [String: Int] = [:]
        for link in links {
            guard let outline = outline(link.source, link.slot), !outline.files.isEmpty else { continue }
            if !(outline is HeldFiles) { networks[definition.inputs[link.input].kind.portType] = outline }
            files.merge(outline.files) { max($0, $1) }
        }
        guard !files.isEmpty else { return [] }
        return definition.outputs.map { networks[$0.type] ?? HeldFiles(files: files) }
    }
}

/// What is known of a value that holds networks.
private struct HeldFiles: MemoryOutline {
    let files: [String: Int]
    var bytes: Int { 0 }
}

extension NodeExecution {
    /// What the node will need, now that its inputs are there; nil if it cannot tell.
    ///
    /// - Returns: need and bytes of its outputs, over all calls.
    func memoryNeed() -> (need: MemoryNeed, outputs: Int)? {
        guard node.definition.estimatesMemory, calls > 0, blocker(of: 0) == nil else { return nil }
        let (work, properties) = node.definition.makeNode()
        guard (try? bind(0, to: properties)) != nil, let need = (work as? any EstimatesMemory)?.estimateMemory() else {
            return nil
        }
        let outputs = properties.outputs.reduce(0) { $0.saturatingAdd($1.foreseen?.bytes ?? 0) }
        return (need, outputs.saturatingMultiply(by: calls))
    }
}

extension OutputValues {
    /// What the values keep in memory besides files.
    var ownCost: Int { items.reduce(0) { $0.saturatingAdd(max(0, ($1?.memoryCost ?? 0) - ($1?.mappedCost ?? 0))) } }

    var mappedCost: Int { items.reduce(0) { $0.saturatingAdd($1?.mappedCost ?? 0) } }
}
