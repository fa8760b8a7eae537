import JSON

/// A workflow in ComfyUI's API form: nodes by id, each with literals and links as inputs.
///
/// It says only what a file says; whether its types exist and its links fit is found by `check`.
public struct Graph: Sendable {
    /// In the order of the file.
    public private(set) var nodes: [GraphNode]
    private let positions: [NodeID: Int]

    /// What pictures carry besides the prompt, such as `workflow`: the `extra_pnginfo` of a posted graph.
    public var extraMetadata: JSONObject

    /// Further names for inputs, as overrides may use them: `12.text` of a node that the file has unpacked since, `Prompt`
    /// of the author's simple view. One name may stand for inputs of several nodes, which then all get the value.
    public var aliases: [String: [InputPlace]] = [:]

    /// - Precondition: no two nodes have the same id.
    public init(nodes: [GraphNode], extraMetadata: JSONObject = JSONObject()) {
        self.nodes = nodes
        self.extraMetadata = extraMetadata
        positions = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.id, $0) })
    }

    public subscript(id: NodeID) -> GraphNode? {
        positions[id].map { nodes[$0] }
    }

    func position(of id: NodeID) -> Int? { positions[id] }

    mutating func set(_ input: String, of position: Int, to value: GraphInput.Value) {
        nodes[position].set(input, to: value)
    }
}

/// One node of a graph, as its file has it.
public struct GraphNode: Hashable, Sendable {
    public let id: NodeID
    public let type: String

    /// What the author called it, if the file tells.
    public let title: String?

    /// In the order of the file.
    public private(set) var inputs: [GraphInput]

    public init(id: NodeID, type: String, title: String? = nil, inputs: [GraphInput]) {
        self.id = id
        self.type = type
        self.title = title
        self.inputs = inputs
    }

    public subscript(input: String) -> GraphInput.Value? {
        inputs.first { $0.name == input }?.value
    }

    mutating func set(_ input: String, to value: GraphInput.Value) {
        if let position = inputs.firstIndex(where: { $0.name == input }) {
            inputs[position].value = value
        } else {
            inputs.append(GraphInput(name: input, value: value))
        }
    }
}

public struct GraphInput: Hashable, Sendable {
    public let name: String
    public var value: Value

    public init(name: String, value: Value) {
        self.name = name
        self.value = value
    }

    public enum Value: Hashable, Sendable {
        case literal(JSONValue)
        case link(from: NodeID, slot: Int)
        /// A list that is no link; literal lists are written as `{"__value__": […]}`.
        case malformedLink(JSONValue)
    }
}

extension GraphInput.Value {
    public init(_ json: JSONValue) {
        switch json {
        case .array(let parts):
            if parts.count == 2, case .string(let id) = parts[0], case .number(let slot) = parts[1], slot.isInteger,
                let slot = slot.int
            {
                self = .link(from: NodeID(id), slot: slot)
            } else {
                self = .malformedLink(json)
            }
        case .object(let object):
            self = .literal(object["__value__"] ?? json)
        default:
            self = .literal(json)
        }
    }

    var json: JSONValue {
        switch self {
        case .literal(.array(let elements)): ["__value__": .array(elements)]
        case .literal(let value), .malformedLink(let value): value
        case .link(let from, let slot): [.string(from.description), .int(slot)]
        }
    }
}
