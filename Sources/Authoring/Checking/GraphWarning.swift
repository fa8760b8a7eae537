import Engine
import JSON

/// Something in a graph that stops no run but is hardly meant.
public enum GraphWarning: Hashable, Sendable {
    /// As ComfyUI does, the engine leaves inputs aside that a node type does not declare.
    case unknownInput(String, node: NodeName, nearest: String?)
}

extension GraphWarning {
    /// All of a graph, in the order of its nodes. Nodes of unknown type are an issue anyway, and not looked into.
    public static func all(in graph: Graph, knowing catalog: NodeCatalog) -> [GraphWarning] {
        graph.nodes.flatMap { node -> [GraphWarning] in
            guard let definition = catalog[node.type] else { return [] }
            return node.inputs.filter { definition.input(named: $0.name) == nil }.map { input in
                // What is there already is no misspelling of something else.
                let free = definition.inputs.map(\.name).filter { node[$0] == nil }
                return .unknownInput(
                    input.name, node: NodeName(id: node.id, type: node.type),
                    nearest: nearest(to: input.name, among: free))
            }
        }
    }
}

extension GraphWarning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownInput(let input, let node, let nearest?):
            "node \(node): there is no input '\(input.legible(limit: 80))', so it is left aside. Did you mean '\(nearest)'?"
        case .unknownInput(let input, let node, nil):
            "node \(node): there is no input '\(input.legible(limit: 80))', so it is left aside. Run 'darkroom nodes \(node.type)' to list them."
        }
    }
}
