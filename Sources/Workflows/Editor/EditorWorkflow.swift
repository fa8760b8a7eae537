import JSON

/// A workflow as ComfyUI's editor saves it (format 0.4, or 1 as inside subgraphs).
public struct EditorWorkflow {
    let root: EditorGraph
    /// By the type that stands for each: a subgraph's id, or `workflow>NAME` for a group node.
    let subgraphs: [String: Subgraph]
    /// The file as it was, which pictures carry.
    public let json: JSONValue

    /// Whether `json` looks like one: it has a list of nodes.
    public static func isOne(_ json: JSONValue) -> Bool { json["nodes"]?.array != nil }

    /// - Throws: `WorkflowReadError`.
    public init(_ json: JSONValue, knowing declarations: inout NodeDeclarations) throws(WorkflowReadError) {
        guard Self.isOne(json) else { throw .noNodes }
        self.json = json
        root = try EditorGraph(json)
        var subgraphs: [String: Subgraph] = [:]
        var ids = NodeIDs(root: root, last: json["last_node_id"]?.int ?? 0)
        for (id, subgraph) in try Self.definitions(json) {
            subgraphs[id] = subgraph.renamed(ids.renamings(in: subgraph.graph))
        }
        for group in json["extra"]?["groupNodes"]?.object ?? JSONObject() {
            let subgraph = try Subgraph(groupNode: group.key, group.value, knowing: &declarations)
            // Old and new spelling of the same.
            subgraphs["workflow/\(group.key)"] = subgraph
            subgraphs["workflow>\(group.key)"] = subgraph
        }
        self.subgraphs = subgraphs
    }

    /// In the order of the file; definitions may lie inside definitions.
    private static func definitions(
        _ json: JSONValue
    ) throws(WorkflowReadError) -> [(id: String, subgraph: Subgraph)] {
        var found: [(String, Subgraph)] = []
        for definition in json["definitions"]?["subgraphs"]?.array ?? [] {
            guard let id = definition["id"]?.string else { continue }
            found.append((id, try Subgraph(definition)))
            found += try definitions(definition)
        }
        return found
    }
}
