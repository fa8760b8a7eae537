/// What made a result, as far as that decides whether and how it is kept.
public struct ResultMaker: Sendable {
    /// The node's type; for values kept on the way, with a mark: `KSampler, on its way`.
    public let name: String
    public let version: Int

    /// Which node of the graph it was, for telling people.
    public let node: NodeName?

    /// Whether it did something for its own sake, which should not be done again.
    public let isOutput: Bool

    /// The types that only links bring it, such as MODEL.
    public let linkedTypes: Set<String>

    public init(
        name: String, version: Int, node: NodeName? = nil, isOutput: Bool = false, linkedTypes: Set<String> = []
    ) {
        self.name = name
        self.version = version
        self.node = node
        self.isOutput = isOutput
        self.linkedTypes = linkedTypes
    }

    init(_ node: CheckedNode, isOnItsWay: Bool = false) {
        let definition = node.definition
        let linked = definition.inputs.compactMap { input in
            if case .link(let type) = input.kind { type } else { nil }
        }
        self.init(
            name: definition.typeName + (isOnItsWay ? ", on its way" : ""), version: definition.version,
            node: node.name, isOutput: definition.isOutput && !isOnItsWay, linkedTypes: Set(linked))
    }
}
