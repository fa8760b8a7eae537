extension GraphIssue: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { description(others: 0) }

    /// - Parameter others: further nodes of the same type with the same issue.
    func description(others: Int) -> String {
        if case .refused(let words) = problem { return "\(place): \(words)" }
        let more = others == 0 ? "" : others == 1 ? " and 1 more node" : " and \(others) more nodes"
        return "\(place)\(more): \(whatHappened). \(whatToDo)"
    }

    private var place: String {
        guard let node else { return "graph" }
        let inner = nodeType.isEmpty ? node.shown : "\(node.shown) (\(shown(nodeType)))"
        let place = outer.map { "node \($0), inside it \(inner)" } ?? "node \(inner)"
        return input.map { "\(place), input '\(shown($0))'" } ?? place
    }

    private var whatHappened: String {
        switch problem {
        case .noOutputNode: "no node saves or shows anything"
        case .noSuchNode: "no node of the graph has this id"
        case .notAnOutput: "this node saves and shows nothing"
        case .unknownNodeType: "no node type has this name"
        case .foreignNodeType(false): "ComfyUI has this node type, but Darkroom does not run it yet"
        case .foreignNodeType(true): "this node calls an online service, which Darkroom never does"
        case .cycle(let path): "the graph loops: \(Self.route(path))"
        case .missingInput(_, nil): "nothing is connected"
        case .missingInput: "no value is given"
        case .malformedLink(let found): "\(found) is no link"
        case .danglingLink(let id, _): "links to node \(id.shown), which is not in the graph"
        case .badSlot(let slot, let from, let outputs): Self.badSlot(slot, from, outputs.count)
        case .mismatchedLink(let wants, let from, let gives):
            "takes \(wants), but node \(from.shown) gives \(gives)"
        case .linkedFile: "names a file, but is linked"
        case .literalForLink(let found, let wants): "takes \(wants) from a link, but \(found) is written here"
        case .unconvertible(let found, let type): "\(found) cannot be read as \(type)"
        case .outOfRange(let found, _): "\(found) is out of range"
        case .notInList(let found, _, _): "\(found) is not one of the choices"
        case .notAFileName(let found): "\(found) is no file name"
        case .noFile(let error, _): error.fact
        case .refused(let words): words
        case .givesNothing(let from, let output): "node \(from) gives no \(output) here"
        }
    }

    private var whatToDo: String {
        switch problem {
        case .noOutputNode: "Add one that does, such as SaveImage."
        case .noSuchNode, .notAnOutput: "Ask for a node that saves or shows something, such as a SaveImage."
        case .unknownNodeType(let nearest?): "Did you mean '\(nearest)'?"
        case .unknownNodeType: "Run 'darkroom nodes' to list the known types."
        case .foreignNodeType(false): "Bypass or replace it; 'darkroom nodes' lists what runs."
        case .foreignNodeType(true): "Replace it by a node that works on this machine."
        case .cycle: "Remove one of these links."
        case .missingInput(let type, nil): "Connect an output of type \(type)."
        case .missingInput(let type, let example?): "Give \(Self.withArticle(type)), such as \(example)."
        case .malformedLink: "Write a link as [\"node id\", slot], such as [\"4\", 0]."
        case .danglingLink(_, let nearest?): "Did you mean node \(nearest.shown)?"
        case .danglingLink: "Connect it to a node that is there."
        case .badSlot(_, _, let outputs): Self.slots(outputs)
        case .mismatchedLink(let wants, _, _): "Connect an output of type \(wants)."
        case .linkedFile: "Write the file's name here."
        case .literalForLink(_, let wants): "Connect an output of type \(wants)."
        case .unconvertible(_, let type): "Give \(Self.withArticle(type))."
        case .outOfRange(_, let allowed): "Use \(allowed)."
        case .notInList(_, let nearest?, _): "Did you mean '\(nearest)'?"
        case .notInList(_, nil, let list): Self.choices(list)
        case .notAFileName: "Write the file's name here, as a string."
        case .noFile(_, let nearest?): "Did you mean '\(shown(nearest))'?"
        case .noFile(let error, nil): error.remedy
        case .refused: ""
        case .givesNothing(_, let output): "Connect another node that gives \(output)."
        }
    }
}

extension GraphIssue {
    /// A path of node ids; of a long one the two ends.
    private static func route(_ path: [NodeID]) -> String {
        var names = path.map(\.shown)
        if names.count > 12 {
            names.replaceSubrange(6..<names.count - 5, with: ["(\(names.count - 11) more)"])
        }
        return names.joined(separator: " → ")
    }

    private static func badSlot(_ slot: Int, _ from: NodeID, _ count: Int) -> String {
        let has = count == 1 ? "1 output" : count == 0 ? "no outputs" : "\(count) outputs"
        return "links to output \(slot) of node \(from.shown), which has \(has)"
    }

    private static func slots(_ outputs: [String]) -> String {
        guard !outputs.isEmpty else { return "Connect another node." }
        return "Use \(outputs.enumerated().map { "\($0) for \($1)" }.joined(separator: ", "))."
    }

    /// The whole list if it is short, its beginning otherwise.
    private static func choices(_ list: [String]) -> String {
        let most = 8
        let some = list.prefix(most).joined(separator: ", ")
        return list.count > most ? "Use one of \(some), … (\(list.count) in all)." : "Use one of \(some)."
    }

    private static func withArticle(_ type: String) -> String {
        type.first.map { "AEIOU".contains($0) ? "an \(type)" : "a \(type)" } ?? type
    }
}
