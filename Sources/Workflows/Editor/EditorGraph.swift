import JSON

/// One level of a workflow: nodes and the links between them.
struct EditorGraph {
    let nodes: [EditorNode]
    let links: [Int: EditorLink]
    private let positions: [String: Int]

    init(nodes: [EditorNode], links: [Int: EditorLink]) {
        self.nodes = nodes
        self.links = links
        positions = Dictionary(nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameter json: a whole workflow, or the definition of a subgraph.
    init(_ json: JSONValue) throws(WorkflowReadError) {
        var nodes: [EditorNode] = []
        for node in json["nodes"]?.array ?? [] where !node.isNull { nodes.append(try EditorNode(node)) }
        var links: [Int: EditorLink] = [:]
        // Some files keep links by their ids.
        let list = json["links"]?.array ?? json["links"]?.object.map { $0.map(\.value) } ?? []
        for case let (id, link)? in list.lazy.map(EditorLink.read) { links[id] = link }
        self.init(nodes: nodes, links: links)
    }

    func position(of id: String) -> Int? { positions[id] }
}
