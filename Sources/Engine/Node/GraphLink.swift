/// Which output of which node of the running graph.
public struct GraphLink: Hashable, Sendable {
    public let node: NodeID
    public let slot: Int

    public init(node: NodeID, slot: Int) {
        self.node = node
        self.slot = slot
    }
}

/// An input of this type gets the link itself rather than what it brings: for nodes that copy the graph around them.
///
/// The node is run when what the link brings is there.
public struct LinkTo<Value: Port>: Port, Hashable {
    public let link: GraphLink

    public static var portType: String { Value.portType }
    public var memoryCost: Int { 32 }

    public static func accepting(_ value: any Port) -> LinkTo<Value>? {
        (value as? LinkValue).map { LinkTo(link: $0.link) }
    }
}

/// A link on its way into an input that takes it as it is.
struct LinkValue: Port {
    static let portType = "*"
    let link: GraphLink
    var memoryCost: Int { 32 }
}

protocol LinkPort {}
extension LinkTo: LinkPort {}
extension Optional: LinkPort where Wrapped: LinkPort {}
