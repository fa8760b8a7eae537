/// A graph in which everything that its outputs need is known to exist, to fit and to be in range.
public struct CheckedGraph: Sendable {
    public let graph: Graph

    /// What the outputs need, sources before what they feed. Nodes that feed no output are not among them.
    let nodes: [CheckedNode]

    /// Positions in `nodes` of the output nodes, in the order of the file.
    let outputs: [Int]
}

struct CheckedNode: Sendable {
    let id: NodeID
    let definition: NodeDefinition
    /// One for each input that the definition declares, in its order.
    let inputs: [CheckedInput]
}

extension CheckedNode {
    /// The node with what the graph says of its inputs, for the questions that are asked before anything runs.
    func nodeBeforeRun() -> any Node {
        let node = definition.type.init()
        for (input, property) in zip(inputs, NodeProperties(of: node).inputs) {
            switch input {
            case .literal(let value): _ = property.bind(value.port)
            case .file(let file): _ = property.bind(file)
            case .link: property.expectLink()
            case .absent: property.leaveOut()
            }
        }
        return node
    }
}

enum CheckedInput: Sendable {
    case literal(Literal)
    case file(FileName)
    /// The node's position in `CheckedGraph.nodes`, and which of its outputs.
    case link(node: Int, slot: Int)
    /// Optional and left out, without a default.
    case absent
}
