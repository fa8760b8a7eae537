/// Ties ports of any type together: whatever one of them is connected to, all ports of a node with the same name have its type.
///
/// Editors show it; values are checked by the ports that they come to.
public struct MatchedType: Hashable, Sendable, ExpressibleByStringLiteral {
    public let name: String

    /// `*`, or types with commas between them.
    public let allowed: String

    public init(_ name: String, allowed: String = "*") {
        self.name = name
        self.allowed = allowed
    }

    public init(stringLiteral name: String) {
        self.init(name)
    }
}

/// An input that is there only if another, which is a choice, has one of these values.
///
/// In graph files its name is that of the choice, a dot and its own: `resize_type.width`.
public struct InputCondition: Hashable, Sendable {
    /// The name of the choice in graph files.
    public let choice: String
    public let values: [String]

    public static func when(_ choice: String, is values: String...) -> InputCondition {
        InputCondition(choice: choice, values: values)
    }
}
