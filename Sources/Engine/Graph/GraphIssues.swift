/// Everything wrong with a graph, in the order of its nodes.
public struct GraphIssues: Error, Hashable, Sendable {
    public let issues: [GraphIssue]

    public init(issues: [GraphIssue]) {
        self.issues = issues
    }

    /// Whether nothing but files is missing.
    public var areMissingFiles: Bool { issues.allSatisfy(\.isMissingFile) }
}

extension GraphIssues {
    /// The issues as sentences: nodes of the same unknown type share one, and of very many the first are told.
    public var lines: [String] {
        let (told, more) = (sentences.prefix(Self.mostLines), sentences.count - Self.mostLines)
        return told + (more > 0 ? ["… and \(more) more issues."] : [])
    }

    /// More than anybody reads; a graph can have as many issues as inputs.
    private static let mostLines = 100

    private var sentences: [String] {
        var counts: [String: Int] = [:]
        for issue in issues where issue.isUnknownType { counts[issue.nodeType, default: 0] += 1 }
        return issues.compactMap { issue in
            guard issue.isUnknownType else { return issue.description }
            // The first of a type speaks for all.
            return counts.removeValue(forKey: issue.nodeType).map { issue.description(others: $0 - 1) }
        }
    }
}

extension GraphIssue {
    var isUnknownType: Bool {
        switch problem {
        case .unknownNodeType, .foreignNodeType: true
        default: false
        }
    }
}

extension GraphIssues: CustomStringConvertible {
    public var description: String { lines.joined(separator: "\n") }
}
