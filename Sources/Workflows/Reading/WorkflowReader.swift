import Engine
import Formats
import JSON

/// Reads a workflow in whatever form it was saved: the API form, the editor's, or a picture that carries one of them.
public struct WorkflowReader: Sendable {
    private let given: JSONValue?
    private let own: @Sendable (String) -> JSONValue?

    /// - Parameters:
    ///   - objectInfo: a ComfyUI installation's `/object_info`, for node types that it alone has.
    ///   - own: the declaration of a node type that Darkroom has and ComfyUI has not, in the same form.
    public init(objectInfo: JSONValue? = nil, own: @escaping @Sendable (String) -> JSONValue? = { _ in nil }) {
        given = objectInfo
        self.own = own
    }

    /// - Parameter name: what messages call the file.
    /// - Throws: `GraphReadError`, `WorkflowReadError`, `PictureError`, `NoWorkflowInside`.
    public func read(_ bytes: [UInt8], name: String) throws -> ReadWorkflow {
        switch FileKind(head: bytes.prefix(64)) {
        case .png, .jpeg, .webp:
            return try read(Picture.metadata(in: bytes, name: name))
        default:
            let json: JSONValue
            do {
                json = try JSONValue(parsing: bytes, Self.fileOptions)
            } catch {
                throw GraphReadError.malformed(error)
            }
            return try read(json)
        }
    }

    /// Reads a workflow that is JSON already.
    ///
    /// - Throws: `GraphReadError`, `WorkflowReadError`.
    public func read(_ json: JSONValue) throws -> ReadWorkflow {
        guard EditorWorkflow.isOne(json) else { return ReadWorkflow(graph: try Graph(json), issues: []) }
        return try convert(json)
    }

    /// A picture carries what ran (`prompt`) and what the editor showed (`workflow`), or one of them. What ran is what
    /// made the picture, so it goes first.
    private func read(_ texts: [String: String]) throws -> ReadWorkflow {
        let prompt = Self.json(texts["prompt"] ?? texts["Prompt"])
        let workflow = Self.json(texts["workflow"] ?? texts["Workflow"])
        if let prompt, !EditorWorkflow.isOne(prompt), var graph = try? Graph(prompt), !graph.nodes.isEmpty {
            if let workflow { graph.extraMetadata["workflow"] = workflow }
            return ReadWorkflow(graph: graph, issues: [])
        }
        for json in [workflow, prompt].compactMap(\.self) where EditorWorkflow.isOne(json) { return try convert(json) }
        // Some programs put the API form where the editor's belongs.
        if let workflow, let graph = try? Graph(workflow), !graph.nodes.isEmpty {
            return ReadWorkflow(graph: graph, issues: [])
        }
        throw NoWorkflowInside()
    }

    private func convert(_ json: JSONValue) throws -> ReadWorkflow {
        let converted = try EditorWorkflow.convert(json, knowing: NodeDeclarations(given: given, own: own))
        var graph = try Graph(.object(converted.nodes))
        graph.extraMetadata = JSONObject([("workflow", converted.workflow)])
        graph.aliases = converted.aliases.mapValues { places in
            places.map { InputPlace(node: NodeID($0.node), input: $0.input) }
        }
        return ReadWorkflow(graph: graph, issues: converted.issues, nodes: converted.nodes)
    }

    private static func json(_ text: String?) -> JSONValue? {
        text.flatMap { try? JSONValue(parsing: Array($0.utf8), .python) }
    }

    /// A key that occurs twice in a file that people edit is a mistake; in metadata the last one counts, as in ComfyUI.
    private static let fileOptions = {
        var options = JSONParsingOptions.python
        options.allowsDuplicateKeys = false
        return options
    }()
}

/// A workflow in the form that runs, and what could not be brought into it.
public struct ReadWorkflow: Sendable {
    public var graph: Graph
    /// Why single nodes are incomplete; empty unless it came from the editor's form.
    public let issues: [ConversionIssue]
    /// The nodes as ComfyUI's page sends them, if they came from the editor's form.
    private let nodes: JSONObject?

    init(graph: Graph, issues: [ConversionIssue], nodes: JSONObject? = nil) {
        self.graph = graph
        self.issues = issues
        self.nodes = nodes
    }

    /// The API form.
    public var json: JSONValue { nodes.map(JSONValue.object) ?? graph.json }
}

/// A picture without a workflow.
public struct NoWorkflowInside: Error, CustomStringConvertible {
    public var description: String {
        "this picture carries no workflow. Name the workflow's JSON file, or a picture that ComfyUI or Darkroom saved."
    }
}
