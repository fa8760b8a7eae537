/// An error of a node, and which node's it was.
public struct NodeFailure: Error, Sendable, CustomStringConvertible {
    public let node: NodeName
    public let cause: any Error

    public init(node: NodeName, cause: any Error) {
        self.node = node
        self.cause = cause
    }

    public var description: String {
        // An issue names its node itself.
        if let issue = cause as? GraphIssue { return issue.description }
        return "node \(node): \(cause)"
    }
}

/// The errors of a run. Whatever did not need the failed nodes was made nevertheless.
public struct RunFailure: Error, Sendable, CustomStringConvertible {
    /// In the order in which they happened; never empty.
    public let failures: [NodeFailure]

    public var description: String {
        failures.map(\.description).joined(separator: "\n")
    }
}
