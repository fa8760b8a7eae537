import JSON

/// One node of a graph whose type is a blueprint, opened.
struct BlueprintInstance {
    private(set) var nodes: [GraphNode] = []
    /// What links to its outputs lead to instead.
    private(set) var outputs: [GraphInput.Value] = []
    let outputNames: [String]
    private(set) var issues: [GraphIssue] = []

    init(of blueprint: Blueprint, _ outside: NodeDefinition, at node: GraphNode) {
        outputNames = outside.outputs.map(\.name)
        var given: [String: GraphInput.Value] = [:]
        for input in outside.inputs {
            do throws(GraphIssue.Problem) {
                if let value = try Self.value(of: input, given: node[input.name]) { given[input.name] = value }
            } catch {
                issues.append(GraphIssue(error, at: node.id, node.type, input: input.name))
            }
        }

        func inside(_ id: NodeID) -> NodeID { NodeID("\(node.id):\(id)") }
        nodes = blueprint.graph.nodes.map { inner in
            let inputs = inner.inputs.compactMap { input -> GraphInput? in
                switch input.value {
                case .link(let from, let slot):
                    return GraphInput(name: input.name, value: .link(from: inside(from), slot: slot))
                case let value:
                    guard let name = value.blueprintInput else { return input }
                    return given[name].map { GraphInput(name: input.name, value: $0) }
                }
            }
            return GraphNode(id: inside(inner.id), type: inner.type, title: inner.title, inputs: inputs)
        }
        outputs = blueprint.outputs.map { output in
            switch output.from {
            case .node(let id, let slot): .link(from: inside(id), slot: slot)
            case .input(let name): given[name] ?? .literal(.null)
            }
        }
    }

    mutating func removeNodes() {
        nodes = []
    }

    /// What goes inside for an input; nil if it is left out.
    private static func value(
        of input: InputDefinition, given: GraphInput.Value?
    ) throws(GraphIssue.Problem) -> GraphInput.Value? {
        switch given {
        case nil:
            guard input.isOptional else {
                throw .missingInput(type: input.kind.portType, example: input.defaultValue?.description)
            }
            return input.defaultValue.map { .literal($0.json) }
        case .literal(let json)?:
            if let value = Literal(json, coercedTo: input.kind),
                let problem = input.kind.problem(with: value, shown: shown(json))
            {
                throw problem
            }
            return given
        case .link?, .malformedLink?:
            return given
        }
    }

    private static func shown(_ json: JSONValue) -> String {
        if case .string(let text) = json { return "'\(Engine.shown(text))'" }
        return Engine.shown(json.description)
    }
}
