import JSON

/// An input as a node type declares it: `"steps": ["INT", {"default": 20}]`.
public struct DeclaredInput: Sendable {
    public let name: String
    public let type: String
    public let isOptional: Bool
    /// Defaults, ranges, and what decides how editors show it.
    public let facts: JSONObject

    init(name: String, _ specification: JSONValue, isOptional: Bool) {
        self.name = name
        self.isOptional = isOptional
        var facts = specification[1]?.object ?? JSONObject()
        if let words = specification[0]?.array {
            // The older form of a drop-down has the list of its words for a type.
            type = "COMBO"
            facts["options"] = .array(words)
        } else {
            type = specification[0]?.string ?? "*"
        }
        self.facts = facts
    }

    init(renaming input: DeclaredInput, to name: String) {
        self.name = name
        type = input.type
        isOptional = input.isOptional
        facts = input.facts
    }

    static func list(_ group: JSONObject?, order: [JSONValue]?, isOptional: Bool) -> [DeclaredInput] {
        guard let group else { return [] }
        let ordered = order?.compactMap(\.string) ?? []
        // The order tells of every input, unless a hand wrote it.
        let names = Set(ordered) == Set(group.keys) && ordered.count == group.count ? ordered : Array(group.keys)
        return names.compactMap { name in
            group[name].map { DeclaredInput(name: name, $0, isOptional: isOptional) }
        }
    }
}
