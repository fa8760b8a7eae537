/// A graph in which everything that its outputs need is known to exist, to fit and to be in range.
public struct CheckedGraph: Sendable {
    public let graph: Graph

    /// What the outputs need, sources before what they feed. Nodes that feed no output are not among them.
    let nodes: [CheckedNode]

    /// Positions in `nodes` of the output nodes that are asked for, in the order of the file.
    let outputs: [Int]
}

struct CheckedNode: Sendable {
    let id: NodeID
    /// With the elements of growing inputs as inputs of their own.
    let definition: NodeDefinition
    /// One for each input that the definition declares, in its order.
    let inputs: [CheckedInput]
}

extension CheckedNode {
    /// The node with what the graph says of its inputs, for the questions that are asked before anything runs.
    func nodeBeforeRun() -> (node: any Node, properties: NodeProperties) {
        let (node, properties) = definition.makeNode()
        for (input, place) in zip(inputs, definition.places) where place.element == nil {
            let property = properties.inputs[place.property]
            switch input {
            case .literal(let value): _ = property.bind(value.port, from: nil)
            case .file(let file): _ = property.bind(file, from: nil)
            case .link, .carried: property.expectLink()
            case .absent: property.leaveOut()
            }
        }
        return (node, properties)
    }

    /// Every link, and which of the inputs it feeds.
    var links: some Sequence<(input: Int, source: Int, slot: Int)> {
        inputs.indices.lazy.compactMap { [inputs] input in
            guard case .link(let source, let slot) = inputs[input] else { return nil }
            return (input, source, slot)
        }
    }
}

enum CheckedInput: Sendable {
    case literal(Literal)
    case file(FileName)
    /// The node's position in `CheckedGraph.nodes`, and which of its outputs.
    case link(node: Int, slot: Int)
    /// A value that an expanding node handed to a node of its subgraph.
    case carried(any Port, InputFingerprint)
    /// Optional and left out, without a default.
    case absent
}
