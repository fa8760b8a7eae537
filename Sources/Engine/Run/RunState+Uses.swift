// Who still wants which value.
extension RunState {
    mutating func holdSources(of index: Int) {
        guard !nodes[index].holdsSources else { return }
        nodes[index].holdsSources = true
        for link in nodes[index].checked.links { nodes[nodes[link.source].maker].uses[link.slot] += 1 }
    }

    /// Lets go what a node's links lead to; nodes that nothing else may want turn out not to be needed, and let go in turn.
    mutating func releaseSources(of index: Int) {
        var stack = [index]
        while let released = stack.popLast() {
            guard nodes[released].holdsSources else { continue }
            nodes[released].holdsSources = false
            for link in nodes[released].checked.links {
                let source = nodes[link.source].maker
                if release(link.slot, of: source) { stack.append(source) }
            }
        }
    }

    /// Lets go the outputs that a node handed over to.
    mutating func releaseTargets(of expanded: ExpandedNode) {
        for (target, slot) in expanded.targets {
            let maker = nodes[target].maker
            if release(slot, of: maker) { releaseSources(of: maker) }
        }
    }

    /// - Returns: whether the node turned out not to be needed.
    private mutating func release(_ slot: Int, of index: Int) -> Bool {
        nodes[index].uses[slot] -= 1
        guard nodes[index].uses[slot] == 0 else { return false }
        if !keepsAll, !nodes[index].values.isEmpty { drop(slot, of: index) }
        guard case .possible = nodes[index].standing, !nodes[index].isUsed else { return false }
        nodes[index].standing = .unneeded
        return true
    }

    mutating func dropUnused(_ index: Int) {
        guard !keepsAll else { return }
        for slot in nodes[index].values.indices where nodes[index].uses[slot] == 0 { drop(slot, of: index) }
    }

    /// What `index` gets for its inputs.
    func inputs(of index: Int) -> [NodeExecution.Value] {
        let node = nodes[index].checked
        return node.inputs.indices.map { position in
            switch node.inputs[position] {
            case .literal(let value): return .literal(value)
            case .file(let file): return .file(file)
            case .absent: return .absent
            case .carried(let port, let fingerprint):
                let items = (port as? ItemList)?.items ?? [port]
                return .linked(
                    NodeExecution.Linked(items: items, origin: .carried(fingerprint), from: node.name, output: ""))
            case .link(let source, let slot):
                let from = nodes[source]
                let definition = node.definition.inputs[position]
                if definition.takesLink { return .link(GraphLink(node: from.checked.id, slot: slot)) }
                if definition.isLazy, asked[index]?.contains(position) != true { return .unasked }
                guard let values = nodes[from.maker].values[slot] else {
                    preconditionFailure("\(node.id): what it needs of \(from.checked.id) was dropped")
                }
                return .linked(
                    NodeExecution.Linked(
                        items: values.items, origin: .output(from.key, slot: slot), from: from.name,
                        output: from.checked.definition.outputs[slot].name))
            }
        }
    }
}
