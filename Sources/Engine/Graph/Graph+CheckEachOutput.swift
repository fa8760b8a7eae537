extension Graph {
    /// Judges each output node by itself, as ComfyUI's server does: what is wrong with some does not keep the others from
    /// being run.
    ///
    /// - Returns: a graph of the outputs that are right, and what is wrong with the others.
    /// - Throws: `GraphIssues` if no output is right, or if a node's type is not known.
    public func checkEachOutput(
        against catalog: NodeCatalog, folders: Folders, outputs: [NodeID]? = nil
    ) throws(GraphIssues) -> (good: CheckedGraph, issues: [GraphIssue]) {
        do throws(GraphIssues) {
            return (try check(against: catalog, folders: folders, outputs: outputs), [])
        } catch {
            guard !error.issues.contains(where: \.isUnknownType) else { throw error }
            let checker = GraphChecker(graph: self, catalog: catalog, folders: folders)
            let good = checker.outputs(outputs, unspoiltBy: error.issues)
            guard !good.isEmpty else { throw error }
            return (try check(against: catalog, folders: folders, outputs: good), error.issues)
        }
    }
}

extension GraphChecker {
    /// The outputs among `asked` that need no node with an issue.
    fileprivate func outputs(_ asked: [NodeID]?, unspoiltBy issues: [GraphIssue]) -> [NodeID] {
        let asked = asked.map(Set.init)
        let outputs = definitions.indices.filter { position in
            definitions[position]?.isOutput == true && asked?.contains(graph.nodes[position].id) ?? true
        }
        var spoilt = Set(issues.flatMap(\.nodes).compactMap(graph.position(of:)))
        // Sources come before what they feed.
        for position in walk(from: outputs).order where sources(of: position).contains(where: spoilt.contains) {
            spoilt.insert(position)
        }
        return outputs.filter { !spoilt.contains($0) }.map { graph.nodes[$0].id }
    }
}

extension GraphIssue {
    /// The nodes at fault.
    fileprivate var nodes: [NodeID] {
        if case .cycle(let path) = problem { path } else { [outer?.id ?? node].compactMap(\.self) }
    }
}
