/// What a node type declares, read once from its properties.
///
/// A class, because the million nodes of a large graph share it; it never changes.
public final class NodeDefinition: Sendable {
    public let type: any Node.Type
    public let typeName: String
    public let displayName: String
    public let category: String
    public let summary: String
    public let version: Int
    public let isOutput: Bool
    public let isVolatile: Bool
    public let dependsOnID: Bool
    public let readsMetadata: Bool
    public let inputs: [InputDefinition]
    public let outputs: [OutputDefinition]

    /// Whether the node is called once with whole lists rather than once for each item.
    public let takesLists: Bool

    /// Positions in `inputs`, in the order of their names.
    let inputsByName: [Int]

    /// For each of `inputs`, which property of the node it belongs to.
    let places: [PropertyPlace]

    /// Makes a node, where its type alone does not.
    private let make: (@Sendable () -> any Node)?

    /// Whether ports introduce themselves as they are declared: not if an initialiser makes some of them twice.
    private let portsIntroduceThemselves: Bool

    let hasLazyInputs: Bool
    let hasGrowingInputs: Bool
    let takesLinks: Bool

    // Asked for once, because looking a conformance up takes longer than all else that is done for a small node.
    let readsFiles: Bool
    let checksInputs: Bool
    let hasFingerprint: Bool
    let estimatesMemory: Bool

    public convenience init(_ type: any Node.Type) {
        let properties = NodeProperties(of: type.init())
        let inputs = zip(properties.inputLabels, properties.inputs).map(InputDefinition.init)
        self.init(
            type, inputs: inputs, outputs: properties.outputs.map(\.definition),
            places: inputs.indices.map { PropertyPlace(property: $0) })
    }

    convenience init(
        _ type: any Node.Type, inputs: [InputDefinition], outputs: [OutputDefinition], places: [PropertyPlace]
    ) {
        self.init(
            type, typeName: type.typeName, displayName: type.displayName, category: type.category,
            summary: type.summary, version: type.version, isOutput: type.isOutput, isVolatile: type.isVolatile,
            inputs: inputs, outputs: outputs, places: places)
    }

    /// - Parameter places: one for each input; each has a property of its own unless given.
    init(
        _ type: any Node.Type, typeName: String, displayName: String, category: String, summary: String,
        version: Int, isOutput: Bool, isVolatile: Bool, inputs: [InputDefinition], outputs: [OutputDefinition],
        places: [PropertyPlace]? = nil, make: (@Sendable () -> any Node)? = nil
    ) {
        self.type = type
        self.make = make
        self.typeName = typeName
        self.displayName = displayName
        self.category = category
        self.summary = summary
        self.version = version
        self.isOutput = isOutput
        self.isVolatile = isVolatile
        dependsOnID = type.dependsOnID
        readsMetadata = type.readsMetadata
        self.inputs = inputs
        self.outputs = outputs
        self.places = places ?? inputs.indices.map { PropertyPlace(property: $0) }
        takesLists = inputs.contains(where: \.takesList)
        hasLazyInputs = inputs.contains(where: \.isLazy)
        hasGrowingInputs = inputs.contains { $0.growth != nil }
        takesLinks = inputs.contains(where: \.takesLink)
        readsFiles = type is any ReadsFiles.Type
        checksInputs = type is any ChecksInputs.Type
        hasFingerprint = type is any HasFingerprint.Type
        estimatesMemory = type is any EstimatesMemory.Type
        portsIntroduceThemselves = make == nil && NodeProperties.introduceThemselves(in: type)
        inputsByName = inputs.indices.sorted { inputs[$0].name < inputs[$1].name }
    }

    /// A node type that is data: its nodes have the ports that their mirrors show (`CustomReflectable`), and it is called
    /// what is said here rather than what their Swift type says.
    public convenience init(
        making make: @escaping @Sendable () -> any Node, typeName: String, displayName: String, category: String,
        summary: String, version: Int
    ) {
        let node = make()
        let properties = NodeProperties(of: node)
        let type = Swift.type(of: node)
        self.init(
            type, typeName: typeName, displayName: displayName, category: category, summary: summary, version: version,
            isOutput: type.isOutput, isVolatile: type.isVolatile,
            inputs: zip(properties.inputLabels, properties.inputs).map(InputDefinition.init),
            outputs: properties.outputs.map(\.definition), make: make)
    }

    /// A fresh node, for one call or one question, and its ports.
    func makeNode() -> (node: any Node, properties: NodeProperties) {
        if portsIntroduceThemselves { return NodeProperties.making(type) }
        let node = make?() ?? type.init()
        return (node, NodeProperties(of: node))
    }

    /// The input that a graph calls `name`; one element of a growing input has its definition (`images.image3`).
    public func input(named name: String) -> InputDefinition? {
        if let input = inputs.first(where: { $0.name == name && $0.growth == nil }) { return input }
        guard hasGrowingInputs else { return nil }
        return inputs.lazy.compactMap { input in
            input.elements.first { $0.name == name }
        }.first
    }
}

/// Where the value of an input goes.
struct PropertyPlace: Hashable, Sendable {
    /// The position among the node's input properties.
    let property: Int

    /// For one element of a growing input, what it is called within it.
    var element: String?
}

extension InputDefinition {
    fileprivate init(label: String, property: any InputProperty) {
        let declared = property.declaration
        let name = declared.name ?? snakeCase(ofProperty: label)
        self.init(
            name: declared.condition.map { "\($0.choice).\(name)" } ?? name, summary: declared.summary,
            kind: declared.kind, isOptional: declared.isOptional, defaultValue: declared.defaultValue,
            isLazy: declared.isLazy, takesList: property.takesList, takesLink: property.takesLink,
            matching: declared.matching, growth: declared.growth, condition: declared.condition)
    }
}

/// `_batchSize`, the storage behind a wrapped property, → `batch_size`.
func snakeCase(ofProperty label: String) -> String {
    let name = Array(label.drop { $0 == "_" })
    var result = ""
    for (index, letter) in name.enumerated() {
        let startsWord =
            index > 0 && letter.isUppercase
            && (!name[index - 1].isUppercase || (index + 1 < name.count && name[index + 1].isLowercase))
        if startsWord { result.append("_") }
        result.append(contentsOf: letter.lowercased())
    }
    return result
}
