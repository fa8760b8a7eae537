import JSON

/// Why one node of a workflow cannot be converted.
public struct ConversionIssue: Hashable, Sendable {
    /// As it is called in the API form: `12:3` inside a subgraph.
    public let node: String
    public let type: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        /// The file keeps the widgets' values without names, and nobody knows the type.
        case unnamedWidgets(count: Int)
    }
}

extension ConversionIssue: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String {
        switch problem {
        case .unnamedWidgets(let count):
            "node \(node.legible(limit: 60)) (\(type.legible())): no declaration of this node type is known, and its "
                + "\(count) \(count == 1 ? "value has no name" : "values have no names"). "
                + "Give the /object_info of a ComfyUI that has it (--object-info)."
        }
    }
}

/// What kept a workflow from being converted whole, node by node.
public struct ConversionIssues: Error, Hashable, Sendable, CustomStringConvertible {
    public let issues: [ConversionIssue]

    public init(issues: [ConversionIssue]) {
        self.issues = issues
    }

    public var description: String { issues.map(\.description).joined(separator: "\n") }
}
