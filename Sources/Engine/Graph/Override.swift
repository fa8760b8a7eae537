/// A change to one input of a graph, from the command line: NODE.INPUT=VALUE, such as `3.seed=42`.
public struct Override: Hashable, Sendable {
    /// NODE.INPUT, or a name that the graph itself gives an input; where node ends and input begins depends on the graph, for both
    /// may hold dots.
    public let target: String
    public let value: String

    /// - Throws: `OverrideError.malformed`.
    public init(_ text: String) throws(OverrideError) {
        guard let equals = text.firstIndex(of: "=") else { throw .malformed(text) }
        target = String(text[..<equals])
        value = String(text[text.index(after: equals)...])
        guard !target.isEmpty, !target.hasPrefix("."), !target.hasSuffix(".") else { throw .malformed(text) }
    }
}

/// One input of one node of a graph.
public struct InputPlace: Hashable, Sendable {
    public let node: NodeID
    public let input: String

    public init(node: NodeID, input: String) {
        self.node = node
        self.input = input
    }
}

/// Why an override cannot be applied.
public enum OverrideError: Error, Hashable, Sendable {
    case malformed(String)
    /// Neither NODE.INPUT nor a name that the graph gives.
    case unknownName(String, nearest: String?)
    /// A name for several inputs, where one is wanted.
    case severalInputs(String, [InputPlace])
    case unknownNode(target: String, nearest: String?)
    case ambiguousNode(String, ids: [NodeID])
    case unknownInput(String, node: NodeID, nodeType: String, nearest: String?, known: [String])
}

extension OverrideError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let text):
            "'\(shown(text))' is not an override. Write NODE.INPUT=VALUE, such as 3.seed=42."
        case .unknownName(let name, let nearest?):
            "'\(shown(name))': the graph calls no input so. Did you mean '\(shown(nearest))'?"
        case .unknownName(let name, nil):
            "'\(shown(name))': the graph calls no input so. Write NODE.INPUT=VALUE, such as 3.seed=42."
        case .severalInputs(let name, let places):
            "'\(shown(name))' stands for \(places.count) inputs. Name one of them: "
                + "\(places.prefix(8).map { "\($0.node.shown).\($0.input)" }.joined(separator: ", "))."
        case .unknownNode(let target, let nearest?):
            "'\(shown(target))': no node has this id, title or type. Did you mean '\(shown(nearest))'?"
        case .unknownNode(let target, nil):
            "'\(shown(target))': no node has this id, title or type. Name a node of the graph."
        case .ambiguousNode(let name, let ids):
            "'\(shown(name))': \(ids.count) nodes are called so. Use an id: "
                + "\(ids.prefix(8).map(\.shown).joined(separator: ", "))\(ids.count > 8 ? ", …" : "")."
        case .unknownInput(let input, let node, let type, let nearest?, _):
            "node \(node.shown) (\(shown(type))): there is no input '\(shown(input))'. Did you mean '\(nearest)'?"
        case .unknownInput(let input, let node, let type, nil, let known):
            "node \(node.shown) (\(shown(type))): there is no input '\(shown(input))'. "
                + (known.isEmpty ? "It has none." : "It has \(known.joined(separator: ", ")).")
        }
    }
}
