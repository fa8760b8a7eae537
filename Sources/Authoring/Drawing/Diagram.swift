import Engine
import JSON

/// A graph as it will be drawn: boxes with their rows, and the links between them, without any places.
struct Diagram {
    var boxes: [Box] = []
    var links: [Link] = []

    /// One node of the graph.
    struct Box {
        let id: NodeID
        let title: String
        /// Its type, where the title says something else.
        let type: String?
        var inputs: [Port] = []
        var outputs: [Port] = []
        var values: [Value] = []
        /// Nil if the drawing tells nothing of a run.
        var state: DrawnState?
        var isKnown = true

        /// An end of links.
        struct Port {
            let name: String
            let type: String
        }

        /// What the graph writes down for an input.
        struct Value {
            let name: String
            let text: String
        }
    }

    /// From an output to an input; positions in `boxes`, and in their ports.
    struct Link {
        let source: Int, slot: Int
        let target: Int, input: Int
    }
}

extension Diagram {
    /// - Parameter states: by node; nodes without one are drawn as they are.
    init(_ graph: Graph, catalog: NodeCatalog, states: [NodeID: DrawnState]) {
        var positions: [NodeID: Int] = [:]
        for (position, node) in graph.nodes.enumerated() { positions[node.id] = position }
        let definitions = graph.nodes.map { catalog[$0.type] }
        boxes = zip(graph.nodes, definitions).map { node, definition in
            Box(node, definition, state: states[node.id])
        }
        for (target, node) in graph.nodes.enumerated() {
            for input in node.inputs {
                guard case .link(let from, let written) = input.value, let source = positions[from], written >= 0 else {
                    continue
                }
                // A slot that no node has draws no million rows.
                let slot = min(written, 99)
                let wanted = definitions[target]?.input(named: input.name)?.kind.portType
                boxes[source].addOutputs(upTo: slot, type: wanted)
                boxes[target].inputs.append(.init(name: input.name, type: boxes[source].outputs[slot].type))
                links.append(
                    Link(source: source, slot: slot, target: target, input: boxes[target].inputs.count - 1))
            }
        }
    }
}

extension Diagram.Box {
    fileprivate init(_ node: GraphNode, _ definition: NodeDefinition?, state: DrawnState?) {
        let name = definition?.displayName ?? node.type
        self.init(
            id: node.id, title: node.title ?? name, type: (node.title ?? name) == node.type ? nil : node.type,
            state: state, isKnown: definition != nil)
        outputs = (definition?.outputs ?? []).map { Port(name: $0.name, type: $0.type) }
        values = node.inputs.compactMap { input in
            switch input.value {
            case .literal(let json): Value(name: input.name, text: json.string ?? json.serialized())
            case .malformedLink(let json): Value(name: input.name, text: json.serialized())
            case .link: nil
            }
        }
    }

    /// A node of an unknown type has the outputs that others link to.
    fileprivate mutating func addOutputs(upTo slot: Int, type: String?) {
        while outputs.count <= slot { outputs.append(Port(name: type ?? "?", type: type ?? "*")) }
    }
}
