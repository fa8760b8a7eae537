import JSON

/// Why a blueprint cannot be used.
public struct BlueprintError: Error, Hashable, Sendable {
    /// The blueprint's type name.
    public let name: String
    public let fault: Fault

    public init(_ name: String, _ fault: Fault) {
        self.name = name
        self.fault = fault
    }

    public enum Fault: Error, Hashable, Sendable {
        case malformed(JSONError)
        case notAnObject(found: String)
        case missing(String)
        case wrongKind(String, found: String)
        case unreadableGraph(GraphReadError)
        case unplacedOutput(String)

        case nameTaken
        case unknownNodeType(String, node: NodeID, nearest: String?)
        case undeclaredInput(String, node: NodeID, nearest: String?)
        case unusedInput(String)
        case danglingLink(to: NodeID, from: String)
        case badSlot(Int, of: NodeID)
        case badWord(String, input: String, wants: String)
        case loop([String])
        case tooDeep
    }
}

extension BlueprintError: CustomStringConvertible {
    public var description: String { "blueprint \(shown(name)): \(fault.fact). \(fault.remedy)" }
}

extension BlueprintError.Fault {
    fileprivate var fact: String {
        switch self {
        case .malformed(let error):
            error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
        case .notAnObject(let found): "the file holds \(found)"
        case .missing(let key): "there is no '\(key)'"
        case .wrongKind(let key, let found): "'\(shown(key))' is \(found)"
        case .unreadableGraph(let error): "inside, \(String("\(error)".prefix { $0 != "." }))"
        case .unplacedOutput(let name): "output '\(shown(name))' comes from nowhere"
        case .nameTaken: "another node type has this name"
        case .unknownNodeType(let type, let node, _):
            "inside, node \(node.shown): no node type is called '\(shown(type))'"
        case .undeclaredInput(let input, let node, _): "inside, node \(node.shown) asks for an input '\(shown(input))'"
        case .unusedInput(let input): "nothing inside takes input '\(shown(input))'"
        case .danglingLink(let id, let place): "inside, \(place) links to node \(id.shown), which is not there"
        case .badSlot(let slot, let id): "inside, node \(id.shown) has no output \(slot)"
        case .badWord(let word, let input, _): "input '\(shown(input))', '\(word)' does not fit"
        case .loop(let path): "it holds itself: \(path.map { shown($0) }.joined(separator: " → "))"
        case .tooDeep: "blueprints are nested too deeply"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .malformed: "Mend the file there."
        case .notAnObject: "Write an object with description, inputs, outputs and graph."
        case .missing("description"): "Say in one sentence what the node does."
        case .missing(let key): "Write '\(key)' as an object."
        case .wrongKind: "Write an object there."
        case .unreadableGraph: "Write the graph in API form."
        case .unplacedOutput: "Say from where: \"from\": [\"node id\", slot]."
        case .nameTaken: "Rename the file."
        case .unknownNodeType(_, _, let nearest?): "Did you mean '\(nearest)'?"
        case .unknownNodeType: "Run 'darkroom nodes' to list the known types."
        case .undeclaredInput(_, _, let nearest?): "Did you mean '\(nearest)'?"
        case .undeclaredInput: "Declare it under 'inputs'."
        case .unusedInput(let input): "Write {\"$input\": \"\(shown(input))\"} where it belongs, or take it out."
        case .danglingLink, .badSlot: "Connect it to a node and an output that are there."
        case .badWord(_, _, let wants): "Give \(wants)."
        case .loop: "Take one of them out."
        case .tooDeep: "Use at most \(BlueprintResolver.mostLevels) levels."
        }
    }
}
