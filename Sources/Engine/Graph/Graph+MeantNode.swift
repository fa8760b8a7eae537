extension Graph {
    /// The node that `id`, which is none's id, may stand for: one of this title or type, or of a similar id. Nil if none is near.
    func node(meantBy id: NodeID) -> NodeID? {
        // A graph of a million nodes can have as many links that lead nowhere.
        guard nodes.count <= 2000 else { return nil }
        let name = id.description
        if let titled = nodes.first(where: { $0.title == name }) { return titled.id }
        let typed = nodes.filter { $0.type == name }
        if typed.count == 1 { return typed[0].id }
        let names = nodes.map(\.id.description) + nodes.compactMap(\.title)
        guard let near = nearest(to: name, among: names) else { return nil }
        return position(of: NodeID(near)) != nil ? NodeID(near) : nodes.first { $0.title == near }?.id
    }
}
