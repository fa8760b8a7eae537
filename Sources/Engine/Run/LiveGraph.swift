/// The running graph as its nodes may look at it, including what nodes have expanded into so far.
public struct LiveGraph: Sendable {
    private let find: @Sendable (NodeID) -> LiveNode?

    init(_ find: @escaping @Sendable (NodeID) -> LiveNode? = { _ in nil }) {
        self.find = find
    }

    /// Nil for a node that no output needs.
    public subscript(id: NodeID) -> LiveNode? { find(id) }
}

/// A node of the running graph, ready to be added to a subgraph again.
public struct LiveNode: Sendable {
    public let type: String
    public let inputs: [(name: String, value: Subgraph.Value)]

    /// The node that an input is linked to; nil if it is not linked.
    public func link(of input: String) -> GraphLink? {
        inputs.first { $0.name == input }?.value.graphLink
    }
}

extension Subgraph.Value {
    /// Where the value comes from in the graph around; nil if it is no link.
    public var graphLink: GraphLink? {
        if case .outer(let link) = kind { link } else { nil }
    }
}

extension LiveNode {
    /// - Parameter id: of the node at a position.
    init(_ node: CheckedNode, id: (Int) -> NodeID) {
        type = node.definition.typeName
        inputs = zip(node.definition.inputs, node.inputs).map { definition, input in
            let kind: Subgraph.Value.Kind =
                switch input {
                case .literal(let value): .origin(.literal(value))
                case .file(let file): .origin(.file(file))
                case .link(let source, let slot): .outer(GraphLink(node: id(source), slot: slot))
                case .carried(let port, let fingerprint): .origin(.made(port, fingerprint))
                case .absent: .absent
                }
            return (definition.name, Subgraph.Value(kind: kind))
        }
    }
}
