import Engine
import JSON

/// What a run would do with one node of a graph.
public struct PlannedNode: Hashable, Sendable {
    public let node: NodeName
    public let state: DrawnState
}

extension Plan {
    /// All nodes of `graph` with what a run would do with them: first what is reused and what runs, in the order of the run, then
    /// what nothing needs, in the order of the file.
    public func outline(of graph: Graph) -> [PlannedNode] {
        let reused = self.reused.map { PlannedNode(node: $0.node, state: .reused) }
        let runs = self.runs.map { PlannedNode(node: $0.node, state: .runs(why: $0.reason.description)) }
        let told = Set((reused + runs).map(\.node.id))
        let rest = graph.nodes.filter { !told.contains($0.id) }.map { node in
            PlannedNode(node: NodeName(id: node.id, type: node.type), state: .unneeded)
        }
        return reused + runs + rest
    }
}

extension PlannedNode {
    /// One line, as `plan` prints it.
    public var line: String {
        switch state {
        case .runs(let why): "runs    \(node): \(why)"
        case .reused: "reused  \(node)"
        case .unneeded: "idle    \(node): nothing that runs needs it"
        }
    }
}

extension DrawnState {
    /// In machine-readable answers.
    public var name: String {
        switch self {
        case .runs: "runs"
        case .reused: "reused"
        case .unneeded: "idle"
        }
    }
}
