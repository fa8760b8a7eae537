import Engine

/// What a run would do with one node of a graph.
public struct PlannedNode: Hashable, Sendable {
    public let node: NodeName
    public let state: DrawnState
}

/// What a plan or a run did with a node.
public enum DrawnState: Hashable, Sendable {
    case runs(why: String)
    case reused
    /// Another node makes the same result.
    case shared(with: String)
    /// Only a lazy input leads to it; whether it is needed is known when the node before has run.
    case possible
    /// Nothing that runs needs it.
    case unneeded

    /// In machine-readable answers.
    public var name: String {
        switch self {
        case .runs: "runs"
        case .reused: "reused"
        case .shared: "shared"
        case .possible: "perhaps"
        case .unneeded: "idle"
        }
    }
}

extension Plan {
    /// All nodes of `graph` with what a run would do with them: first what is reused and what runs, in the order of the run, then
    /// what nothing needs, in the order of the file. In place of a blueprint stand the nodes inside it.
    public func outline(of graph: Graph) -> [PlannedNode] {
        var nodes = reused.map { PlannedNode(node: $0.node, state: .reused) }
        nodes += runs.map { PlannedNode(node: $0.node, state: .runs(why: $0.reason.description)) }
        nodes += shared.map { PlannedNode(node: $0.node, state: .shared(with: $0.with.description)) }
        nodes += possible.map { PlannedNode(node: $0, state: .possible) }
        let told = Set(nodes.flatMap { [$0.node.id] + $0.node.id.outer })
        nodes += graph.nodes.filter { !told.contains($0.id) }.map { node in
            PlannedNode(node: NodeName(id: node.id, type: node.type), state: .unneeded)
        }
        return nodes
    }

    /// The same by node of `graph`, for a drawing: a blueprint runs if anything inside it does.
    public func states(of graph: Graph) -> [NodeID: DrawnState] {
        var states: [NodeID: DrawnState] = [:]
        for planned in outline(of: graph) {
            for id in [planned.node.id] + planned.node.id.outer {
                if case .runs? = states[id] { continue }
                states[id] = planned.state
            }
        }
        return states
    }
}

extension NodeID {
    /// The blueprint nodes that a node is inside of, if its id tells of any: `1` and `1:2` for `1:2:3`.
    fileprivate var outer: [NodeID] {
        let text = description
        return text.indices.filter { text[$0] == ":" }.map { NodeID(String(text[..<$0])) }
    }
}

extension PlannedNode {
    /// One line, as `plan` prints it.
    public var line: String {
        switch state {
        case .runs(let why): "runs     \(node): \(why)"
        case .reused: "reused   \(node)"
        case .shared(let other): "shared   \(node): the same as \(other)"
        case .possible: "perhaps  \(node): if the node that it leads to asks for it"
        case .unneeded: "idle     \(node): nothing that runs needs it"
        }
    }
}
