extension Plan {
    /// The nodes that another, earlier in order, makes the same result for, and that one.
    public var shared: [(node: NodeName, with: NodeName)] {
        let nodes = keyed.graph.nodes
        return decisions.enumerated().compactMap { index, decision in
            guard case .same(as: let first, isNeeded: true) = decision else { return nil }
            return (nodes[index].name, nodes[first].name)
        }
    }
}
