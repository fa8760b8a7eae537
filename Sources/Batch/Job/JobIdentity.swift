import Crypto
import Engine
import JSON

/// What a job is, whatever number it has: equal for equal graphs, so that a batch whose table has grown or was sorted anew
/// finds its finished jobs again.
public struct JobIdentity: Hashable, Sendable, CustomStringConvertible {
    /// 32 hexadecimal digits.
    public let description: String

    init(_ text: String) {
        description = text
    }

    fileprivate init(of bytes: [UInt8]) {
        description = Self.hexadecimal(SHA256.hash(data: bytes).prefix(16))
    }

    /// The identity of a list of jobs.
    init(ofAll jobs: [JobIdentity]) {
        self.init(of: jobs.flatMap { $0.description.utf8 })
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Makes identities of graphs that differ in few nodes.
struct JobIdentities {
    /// The texts of the nodes that no job changes.
    private let fixed: [NodeID: [UInt8]]
    /// All ids, sorted: the order in a file does not count.
    private let ids: [NodeID]

    private let variant: [UInt8]

    init(_ graph: Graph, changing: Set<NodeID>, variant: ResultVariant? = nil) {
        self.variant = Array((variant?.name ?? "").utf8)
        ids = graph.nodes.map(\.id).sorted { $0.description < $1.description }
        fixed = Dictionary(
            graph.nodes.lazy.filter { !changing.contains($0.id) }.map { ($0.id, Self.text(of: $0)) }
        ) { first, _ in first }
    }

    func identity(of graph: Graph) -> JobIdentity {
        var bytes = variant
        for id in ids {
            if let text = fixed[id] {
                bytes += text
            } else if let node = graph[id] {
                bytes += Self.text(of: node)
            }
        }
        return JobIdentity(of: bytes)
    }

    /// Type and inputs by name; a title is nothing that a result depends on.
    private static func text(of node: GraphNode) -> [UInt8] {
        let inputs = node.inputs.sorted { $0.name < $1.name }.map { input -> JSONValue in
            switch input.value {
            case .literal(let value): [.string(input.name), "literal", value]
            case .link(let from, let slot): [.string(input.name), "link", .string(from.description), .int(slot)]
            case .malformedLink(let value): [.string(input.name), "malformed", value]
            }
        }
        let text: JSONValue = [.string(node.id.description), .string(node.type), .array(inputs)]
        return text.utf8(.canonical) + [UInt8(ascii: "\n")]
    }
}
