/// A node as events and messages name it: `3 (KSampler)`.
public struct NodeName: Hashable, Sendable, CustomStringConvertible {
    public let id: NodeID
    public let type: String

    public init(id: NodeID, type: String) {
        self.id = id
        self.type = type
    }

    public var description: String { "\(id.shown) (\(shown(type)))" }
}

extension CheckedNode {
    var name: NodeName { NodeName(id: id, type: definition.typeName) }
}
