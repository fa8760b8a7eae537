extension ResultMemory {
    /// Lets go of what `nodes` made in a run of `plan`, for whoever knows that nobody will ask for it again. A tier behind
    /// keeps its own.
    ///
    /// Worth alone would keep the dearest for its bytes: small results that took long, such as finished pictures, and drop
    /// the models that every next run needs.
    public func release(_ nodes: Set<NodeID>, of plan: Plan) {
        for (node, key) in zip(plan.keyed.graph.nodes, plan.keyed.keys) where nodes.contains(node.id) { release(key) }
    }
}
