import JSON

/// A piece of graph that a node has run in its place.
///
/// ```swift
/// var body = Subgraph()
/// let larger = body.add("ImageScaleBy", ["image": .from($image), "upscale_method": "bicubic", "scale_by": 2.0])
/// $result.link(to: larger[0])
/// context.expand(into: body)
/// ```
///
/// Its nodes have keys of their own, so that their results are reused like those of any other.
public struct Subgraph: Sendable {
    private(set) var nodes: [SubgraphNode] = []

    public init() {}

    /// - Parameter id: what comes last in the node's id; its number unless given. No two nodes may have the same.
    public mutating func add(
        _ type: String, id: String? = nil, _ inputs: KeyValuePairs<String, Value> = [:]
    ) -> Handle {
        let handle = Handle(index: nodes.count)
        nodes.append(SubgraphNode(id: id ?? "\(nodes.count + 1)", type: type))
        for (name, value) in inputs { set(name, of: handle, to: value) }
        return handle
    }

    /// Changes an input, or adds it.
    public mutating func set(_ input: String, of node: Handle, to value: Value) {
        if let position = nodes[node.index].inputs.firstIndex(where: { $0.name == input }) {
            nodes[node.index].inputs[position].value = value
        } else {
            nodes[node.index].inputs.append((input, value))
        }
    }

    /// A node that was added.
    public struct Handle: Hashable, Sendable {
        let index: Int

        /// One of its outputs.
        public subscript(slot: Int) -> Link { Link(node: index, slot: slot) }
    }

    public struct Link: Hashable, Sendable {
        let node: Int
        let slot: Int
    }

    /// What an input of a node is given.
    public struct Value: Sendable {
        let kind: Kind

        enum Kind: Sendable {
            case json(JSONValue)
            case inner(Link)
            case outer(GraphLink)
            case origin(ValueOrigin)
            case made(any Port)
            case absent
        }

        /// As a graph file would write it.
        public static func literal(_ json: JSONValue) -> Value { Value(kind: .json(json)) }

        /// What a node of this subgraph makes.
        public static func link(_ link: Link) -> Value { Value(kind: .inner(link)) }

        /// What a node of the graph around it makes.
        public static func link(_ link: GraphLink) -> Value { Value(kind: .outer(link)) }

        /// What an input of the expanding node has, whether it was written or linked; nothing if it has nothing.
        public static func from(_ input: any AnyInput) -> Value {
            guard let origin = (input as? any InputProperty)?.origin else { return Value(kind: .absent) }
            return Value(kind: .origin(origin))
        }

        /// A value that the expanding node has made; it counts as part of that node's result.
        public static func value(_ port: any Port) -> Value {
            if let literal = (port as? any LiteralPort)?.literal { return Value(kind: .origin(.literal(literal))) }
            return Value(kind: .made(port))
        }
    }
}

struct SubgraphNode: Sendable {
    let id: String
    let type: String
    var inputs: [(name: String, value: Subgraph.Value)] = []
}

extension Subgraph.Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    public init(integerLiteral value: Int) { self = .literal(.int(value)) }
    public init(floatLiteral value: Double) { self = .literal(.double(value)) }
    public init(stringLiteral value: String) { self = .literal(.string(value)) }
    public init(booleanLiteral value: Bool) { self = .literal(.bool(value)) }
}
