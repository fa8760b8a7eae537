import JSON

/// One level of the workflow in one place: the root, or a copy of a subgraph where a node stands for it.
struct Scope {
    let graph: EditorGraph
    /// What its nodes' ids begin with: nothing, or `12:`.
    let prefix: String
    /// Nil for the root.
    let host: Host?
    /// By node; nil for a node whose widgets cannot be named, empty for one that has none.
    var widgets: [[Widget]?]
    /// The scopes of the nodes that stand for subgraphs and are active.
    var children: [Int: Int] = [:]

    struct Host {
        let scope: Int
        let node: Int
        let subgraph: Subgraph
        /// For each of the subgraph's inputs what its widget outside says, if it has one.
        let values: [JSONValue?]
    }

    /// Where a node is: a level, and a position in it.
    struct Place: Hashable {
        let scope: Int
        let node: Int
    }
}

extension Scope {
    func id(ofNode position: Int) -> String { prefix + graph.nodes[position].id }
}
