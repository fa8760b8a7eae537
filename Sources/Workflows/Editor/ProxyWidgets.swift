import JSON

/// The older way in which a subgraph's node says which inner widgets it shows: `[["57", "text"], ["-1", "seed"]]`.
struct ProxyWidgets {
    /// An inner node's id, `-1` for the subgraph's own input; and the widget's name.
    let entries: [(node: String, widget: String)]

    static let itself = "-1"

    init(of node: EditorNode) {
        entries = (node.properties["proxyWidgets"]?.array ?? []).compactMap { entry in
            guard let id = entry[0]?.identifier, let name = entry[1]?.string else { return nil }
            // A widget of a node two levels down is written "12: text".
            return (id, name.hasPrefix("\(id): ") ? String(name.dropFirst(id.count + 2)) : name)
        }
    }
}
