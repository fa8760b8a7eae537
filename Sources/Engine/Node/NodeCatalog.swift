/// The node types that a program knows.
public struct NodeCatalog: Sendable {
    /// In the order in which they were registered.
    let entries: [CatalogEntry]
    private let index: [String: Int]

    /// Whether ComfyUI has a node type that is not among these; asked only about such, for better words.
    public var elsewhere: @Sendable (String) -> Elsewhere? = { _ in nil }

    /// What a node type is that ComfyUI has and this program has not.
    public enum Elsewhere: Sendable {
        case local
        /// It calls a service on the internet.
        case online
    }

    /// Those of the node types that are graphs themselves.
    let blueprints: [String: Blueprint]

    /// - Precondition: `faults(in: types)` is empty.
    public init(_ types: [any Node.Type]) {
        self.init(types.map { CatalogEntry($0) }, blueprints: [:])
    }

    init(_ entries: [CatalogEntry], blueprints: [String: Blueprint]) {
        self.entries = entries
        self.blueprints = blueprints
        index = Dictionary(
            entries.enumerated().map { ($1.typeName, $0) },
            uniquingKeysWith: { first, _ in preconditionFailure("two node types are called \(entries[first].typeName)")
            })
    }

    public subscript(typeName: String) -> NodeDefinition? {
        index[typeName].map { entries[$0].definition }
    }

    /// Whether there is such a type; its declaration is not read.
    func includes(_ typeName: String) -> Bool { index[typeName] != nil }

    /// All of them, in the order in which they were registered.
    public var definitions: [NodeDefinition] { entries.map(\.definition) }

    public var typeNames: [String] { entries.map(\.typeName) }
}

extension NodeCatalog {
    /// Mistakes in declarations, which are ours: names that occur twice, defaults out of range.
    public static func faults(in types: [any Node.Type]) -> [String] {
        faults(in: types.map(NodeDefinition.init))
    }

    static func faults(in definitions: [NodeDefinition]) -> [String] {
        var seen = Set<String>()
        return definitions.flatMap { definition -> [String] in
            let twice = seen.insert(definition.typeName).inserted ? [] : ["two node types have this name"]
            return (twice + definition.faults).map { "\(definition.typeName): \($0)" }
        }
    }
}

extension NodeDefinition {
    fileprivate var faults: [String] {
        var faults: [String] = []
        var seen: [String: [InputCondition?]] = [:]
        if summary.isEmpty { faults.append("no summary") }
        for input in inputs {
            // The words of a choice may each bring along an input of this name.
            if seen[input.name, default: []].contains(where: { !excludes($0, input.condition) }) {
                faults.append("two inputs are called '\(input.name)'")
            }
            seen[input.name, default: []].append(input.condition)
            if let fault = input.fault { faults.append("input '\(input.name)': \(fault)") }
        }
        return faults
    }
}

/// Whether two conditions never hold at once.
private func excludes(_ one: InputCondition?, _ other: InputCondition?) -> Bool {
    guard let one, let other, one.choice == other.choice else { return false }
    return !one.values.contains(where: other.values.contains)
}

extension InputDefinition {
    fileprivate var fault: String? {
        switch (kind, defaultValue) {
        case (.integer(let range, _, _), .integer(let value)?) where !range.contains(value):
            "the default \(value) is not in \(range.lowerBound)...\(range.upperBound)"
        case (.number(let range, _, _), .number(let value)?) where !range.contains(value):
            "the default \(value) is not in \(range.lowerBound)...\(range.upperBound)"
        case (.choice(let words), _) where words.isEmpty:
            "a choice without words"
        case (.link(let type), _) where type == FileName.portType:
            "a file name without a folder; declare it with 'from:'"
        default: nil
        }
    }
}
