/// What a node type declares, read once from its properties.
public struct NodeDefinition: Sendable {
    public let type: any Node.Type
    public let typeName: String
    public let displayName: String
    public let category: String
    public let summary: String
    public let version: Int
    public let isOutput: Bool
    public let isVolatile: Bool
    public let inputs: [InputDefinition]
    public let outputs: [OutputDefinition]

    /// Positions in `inputs`, in the order of their names.
    let inputsByName: [Int]

    public init(_ type: any Node.Type) {
        self.type = type
        typeName = type.typeName
        displayName = type.displayName
        category = type.category
        summary = type.summary
        version = type.version
        isOutput = type.isOutput
        isVolatile = type.isVolatile

        let properties = NodeProperties(of: type.init())
        inputs = zip(properties.inputLabels, properties.inputs).map { label, input in
            let declared = input.declaration
            return InputDefinition(
                name: declared.name ?? snakeCase(ofProperty: label), summary: declared.summary, kind: declared.kind,
                isOptional: declared.isOptional,
                defaultValue: declared.defaultValue)
        }
        outputs = properties.outputs.map(\.definition)
        inputsByName = inputs.indices.sorted { [inputs] in inputs[$0].name < inputs[$1].name }
    }

    public func input(named name: String) -> InputDefinition? {
        inputs.first { $0.name == name }
    }
}

/// The ports of one node value, in the order of their declaration.
struct NodeProperties {
    /// What Swift calls the inputs' storage.
    var inputLabels: [String] = []
    var inputs: [any InputProperty] = []
    var outputs: [any OutputProperty] = []

    init(of node: any Node) {
        for child in Mirror(reflecting: node).children {
            if let input = child.value as? any InputProperty {
                inputLabels.append(child.label ?? "")
                inputs.append(input)
            } else if let output = child.value as? any OutputProperty {
                outputs.append(output)
            }
        }
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
