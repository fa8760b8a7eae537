import JSON

extension Graph {
    /// Changes one input. The node is named by its id, or by its title or type where only one node has it; the input may also have
    /// a name of the graph's own (as inputs of an app have), and then all that have it change.
    ///
    /// An input that takes text takes the value as it is. Elsewhere it is read as JSON (`42`, `true`, `["4",0]` for a link)
    /// and, if it is none, as text.
    ///
    /// - Throws: `OverrideError`.
    public mutating func set(_ override: Override, knowing catalog: NodeCatalog) throws(OverrideError) {
        if let places = aliases[override.target] {
            for place in places where position(of: place.node) != nil {
                set(override.value, at: place, knowing: catalog)
            }
            return
        }
        set(override.value, at: try place(of: override.target, knowing: catalog), knowing: catalog)
    }

    /// Changes the input at `place`, which `place(of:knowing:)` gave; `value` is read as an override's is.
    public mutating func set(_ value: String, at place: InputPlace, knowing catalog: NodeCatalog) {
        guard let position = position(of: place.node) else { preconditionFailure("no node \(place.node)") }
        let kind = catalog[nodes[position].type]?.input(named: place.input)?.kind
        set(place.input, of: position, to: Self.value(value, for: kind))
    }

    /// The input that NODE.INPUT or a name of the graph's own means.
    ///
    /// - Throws: `OverrideError`.
    public func place(of target: String, knowing catalog: NodeCatalog) throws(OverrideError) -> InputPlace {
        if let places = aliases[target]?.filter({ self.position(of: $0.node) != nil }), let place = places.first {
            guard places.count == 1 else { throw .severalInputs(target, places) }
            return place
        }
        guard target.contains(".") else {
            throw .unknownName(target, nearest: nearest(to: target, among: aliases.keys.sorted()))
        }
        let (position, input) = try find(target)
        let node = nodes[position]
        if let definition = catalog[node.type], definition.input(named: input) == nil, node[input] == nil {
            let known = definition.inputs.map(\.name)
            throw .unknownInput(
                input, node: node.id, nodeType: node.type, nearest: nearest(to: input, among: known), known: known)
        }
        return InputPlace(node: node.id, input: input)
    }

    /// The node of this id, or the only one of this title or type.
    ///
    /// - Throws: `OverrideError`.
    public func node(called name: String) throws(OverrideError) -> NodeID {
        if position(of: NodeID(name)) != nil { return NodeID(name) }
        let words: [(GraphNode) -> String?] = [\.title, \.type]
        for word in words {
            let matches = nodes.filter { word($0) == name }
            if matches.count > 1 { throw .ambiguousNode(name, ids: matches.map(\.id)) }
            if let match = matches.first { return match.id }
        }
        throw unknownNode(name)
    }

    private func unknownNode(_ name: String) -> OverrideError {
        let candidates = nodes.flatMap { [$0.title, $0.type].compactMap(\.self) } + nodes.map(\.id.description)
        return .unknownNode(target: name, nearest: nearest(to: name, among: candidates))
    }

    private static func value(_ text: String, for kind: InputKind?) -> GraphInput.Value {
        let json = try? JSONValue(parsing: text)
        switch (kind, json) {
        case (_, .array?): break
        case (.text?, _), (.choice?, _), (.file?, _): return .literal(.string(text))
        default: break
        }
        let value = GraphInput.Value(json ?? .string(text))
        if case .malformedLink = value, kind.map(\.takesText) ?? false { return .literal(.string(text)) }
        return value
    }

    /// The node and the input that NODE.INPUT means. Both may hold dots, so every dot is tried: first for an id, then for a
    /// title, then for a type; among equals the longest node name wins.
    private func find(_ target: String) throws(OverrideError) -> (position: Int, input: String) {
        let splits = target.indices.reversed().filter { target[$0] == "." }.map { dot in
            (node: String(target[..<dot]), input: String(target[target.index(after: dot)...]))
        }
        for split in splits {
            if let position = position(of: NodeID(split.node)) { return (position, split.input) }
        }
        let names: [(GraphNode) -> String?] = [\.title, \.type]
        for name in names {
            for split in splits {
                let matches = nodes.indices.filter { name(nodes[$0]) == split.node }
                if matches.count > 1 { throw .ambiguousNode(split.node, ids: matches.map { nodes[$0].id }) }
                if let match = matches.first { return (match, split.input) }
            }
        }
        throw unknownNode(splits.last?.node ?? target)
    }
}

extension InputKind {
    fileprivate var takesText: Bool {
        switch self {
        case .text, .choice, .file: true
        case .integer, .number, .boolean, .structure, .link: false
        }
    }
}
