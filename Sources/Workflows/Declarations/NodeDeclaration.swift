import JSON

/// What a node type declares, as ComfyUI's `/object_info` tells it: its inputs in order and its outputs.
public struct NodeDeclaration: Sendable {
    public let name: String
    /// What editors write above a node that has no title of its own.
    public let displayName: String
    /// Required ones first, as editors show them.
    public let inputs: [DeclaredInput]
    public let outputTypes: [String]
    public let isOutput: Bool

    /// - Returns: nil if `json` declares no inputs.
    public init?(name: String, _ json: JSONValue) {
        guard let groups = json["input"]?.object else { return nil }
        self.name = name
        displayName = json["display_name"]?.string ?? name
        inputs = ["required", "optional"].flatMap { group in
            DeclaredInput.list(
                groups[group]?.object, order: json["input_order"]?[group]?.array, isOptional: group == "optional")
        }
        outputTypes = json["output"]?.array?.map { $0.string ?? "COMBO" } ?? []
        isOutput = json["output_node"]?.bool ?? false
    }
}
