import JSON

/// Finds the widgets of nodes, those of subgraphs as well.
struct NodeWidgets {
    private(set) var declarations: NodeDeclarations
    private let subgraphs: [String: Subgraph]
    private var shown: [String: [Shown]] = [:]

    /// A widget of a node that stands for a subgraph.
    struct Shown {
        let name: String
        let origin: Origin

        enum Origin {
            /// The subgraph's input that it feeds.
            case input(Int)
            /// An inner node's position, and the name of its widget.
            case inner(Int, widget: String)
            /// A value that is no input.
            case silent
        }
    }

    init(subgraphs: [String: Subgraph], declarations: NodeDeclarations) {
        self.subgraphs = subgraphs
        self.declarations = declarations
    }

    mutating func declaration(of type: String) -> NodeDeclaration? { declarations.declaration(of: type) }

    /// What the file says of a node's widgets.
    ///
    /// - Returns: nil if there are values that nobody can name. A value is nil where what is inside a subgraph decides.
    mutating func own(of node: EditorNode) -> [Widget]? {
        if subgraphs[node.type] != nil { return hosted(by: node) }
        if node.isPrimitive { return [Widget(name: "value", value: node.values.first)] }
        if node.isVirtual { return [] }
        if let declaration = declarations.declaration(of: node.type) {
            return WidgetReader.widgets(of: node, declared: declaration)
        }
        return WidgetReader.widgets(ofUndeclared: node)
    }

    /// The widgets that a subgraph shows: those of inputs that end at a widget inside; a group node has a list.
    mutating func shown(by type: String) -> [Shown] {
        if let known = shown[type] { return known }
        guard let subgraph = subgraphs[type] else { return [] }
        let found: [Shown] =
            if let promotions = subgraph.promotions {
                promotions.map { promotion in
                    let position = promotion.node.flatMap(subgraph.graph.position)
                    return Shown(
                        name: promotion.name, origin: position.map { .inner($0, widget: promotion.widget) } ?? .silent)
                }
            } else {
                subgraph.inputs.enumerated().filter { showsWidget($0.offset, of: subgraph) }.map {
                    Shown(name: $0.element.name, origin: .input($0.offset))
                }
            }
        shown[type] = found
        return found
    }

    private mutating func showsWidget(_ slot: Int, of subgraph: Subgraph) -> Bool {
        for (position, name) in subgraph.targets[slot] {
            let node = subgraph.graph.nodes[position]
            if node.inputs.contains(where: { $0.name == name && $0.widget != nil }) { return true }
            guard let declaration = declarations.declaration(of: node.type) else { continue }
            if declaration.inputs.contains(where: { $0.name == name && $0.hasWidget }) { return true }
        }
        return false
    }

    /// The widgets of a node that stands for a subgraph, with the values that it has of its own.
    private mutating func hosted(by node: EditorNode) -> [Widget] {
        let shown = shown(by: node.type)
        var widgets = shown.map { Widget(name: $0.name, value: nil) }
        if valuesFollowProxies(node) {
            for (entry, value) in zip(ProxyWidgets(of: node).entries, node.values) {
                guard let name = name(of: entry, in: node.type) else { continue }
                widgets.set(name, to: value)
            }
        } else if let named = node.namedValues, node.values.count != shown.count {
            for member in named { widgets.set(member.key, to: member.value) }
        } else {
            for (position, value) in node.values.prefix(shown.count).enumerated() where !value.isNull {
                widgets[position].value = value
            }
        }
        return widgets
    }

    /// The proxies that no input of the subgraph feeds, with their values.
    mutating func proxiesOfInnerWidgets(
        _ node: EditorNode
    ) -> [(entry: (node: String, widget: String), value: JSONValue)] {
        guard valuesFollowProxies(node) else { return [] }
        return zip(ProxyWidgets(of: node).entries, node.values).filter { entry, value in
            !value.isNull && name(of: entry, in: node.type) == nil
        }.map { ($0, $1) }
    }

    /// Whether the values of a node stand in the order of its proxies rather than of its subgraph's inputs.
    private mutating func valuesFollowProxies(_ node: EditorNode) -> Bool {
        guard !node.values.isEmpty, node.properties["proxyWidgets"] != nil else { return false }
        return node.values.count != shown(by: node.type).count
            && node.values.count <= ProxyWidgets(of: node).entries.count
    }

    /// What the widget of a proxy is called outside.
    private mutating func name(of entry: (node: String, widget: String), in type: String) -> String? {
        guard let subgraph = subgraphs[type] else { return nil }
        for shown in shown(by: type) {
            guard case .input(let slot) = shown.origin else { continue }
            if entry.node == ProxyWidgets.itself, shown.name == entry.widget { return shown.name }
            if subgraph.targets[slot].contains(where: {
                $0.node == subgraph.position(ofNodeInFile: entry.node) && $0.input == entry.widget
            }) {
                return shown.name
            }
        }
        return nil
    }

    /// What the first widget behind a subgraph's input says inside.
    mutating func preset(ofInput slot: Int, of type: String) -> JSONValue? {
        var (slot, type) = (slot, type)
        // Subgraphs may lie inside each other; one that contains itself is refused elsewhere, but must not hang here.
        for _ in 0..<64 {
            guard let subgraph = subgraphs[type], subgraph.targets.indices.contains(slot) else { return nil }
            var inner: (slot: Int, type: String)?
            for (position, name) in subgraph.targets[slot] {
                let node = subgraph.graph.nodes[position]
                guard let widget = own(of: node)?.first(where: { $0.name == name }) else { continue }
                if let value = widget.value { return value }
                guard let next = subgraphs[node.type]?.inputs.firstIndex(where: { $0.name == name }) else { continue }
                inner = (next, node.type)
                break
            }
            guard let inner else { return nil }
            (slot, type) = inner
        }
        return nil
    }
}

extension [Widget] {
    /// Sets the widget of that name, if there is one.
    mutating func set(_ name: String, to value: JSONValue) {
        guard let position = firstIndex(where: { $0.name == name }) else { return }
        self[position].value = value
    }

    subscript(name: String) -> JSONValue? { first { $0.name == name }?.value }
}

extension NodeWidgets {
    /// The inputs of a node that links can end at, in the order in which editors show them: as declared, then what the
    /// file has besides.
    mutating func slots(of node: EditorNode) -> [EditorNode.Input] {
        let declared: [(name: String, type: String)]
        if let subgraph = subgraph(of: node.type) {
            declared = subgraph.inputs.map { ($0.name, $0.type) }
        } else if let declaration = declaration(of: node.type) {
            declared = declaration.inputs.filter { !$0.says("socketless") && $0.type != "COMFY_AUTOGROW_V3" }
                .map { ($0.name, $0.type) }
        } else {
            return node.inputs
        }
        let stored = Dictionary(node.inputs.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        let names = Set(declared.map(\.name))
        return declared.map { name, type in
            // The type of a slot that takes any is in the file once something is linked to it.
            let type = type.hasPrefix("COMFY_MATCHTYPE") ? stored[name]?.type ?? "*" : type
            return EditorNode.Input(name: name, type: type, link: stored[name]?.link, widget: stored[name]?.widget)
        } + node.inputs.filter { !names.contains($0.name) }
    }

    mutating func outputType(of node: EditorNode, _ slot: Int) -> String {
        let stored = node.outputTypes.indices.contains(slot) ? node.outputTypes[slot] : "*"
        guard let types = declaration(of: node.type)?.outputTypes, types.indices.contains(slot),
            !types[slot].hasPrefix("COMFY_")
        else { return stored }
        return types[slot]
    }

    func subgraph(of type: String) -> Subgraph? { subgraphs[type] }
}
