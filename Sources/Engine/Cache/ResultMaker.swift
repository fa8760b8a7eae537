/// What made a result, as far as that decides whether and how it is kept.
public struct ResultMaker: Sendable {
    /// The node's type, and for values kept on the way what they are: `KSampler`, `KSampler: denoised`.
    public let name: String
    public let version: Int

    /// Whether it did something for its own sake, which should not be done again.
    public let isOutput: Bool

    /// The types that only links bring it, such as MODEL.
    public let linkedTypes: Set<String>

    public init(name: String, version: Int, isOutput: Bool = false, linkedTypes: Set<String> = []) {
        self.name = name
        self.version = version
        self.isOutput = isOutput
        self.linkedTypes = linkedTypes
    }

    init(_ definition: NodeDefinition) {
        let linked = definition.inputs.compactMap { input in
            if case .link(let type) = input.kind { type } else { nil }
        }
        self.init(
            name: definition.typeName, version: definition.version, isOutput: definition.isOutput,
            linkedTypes: Set(linked))
    }
}
