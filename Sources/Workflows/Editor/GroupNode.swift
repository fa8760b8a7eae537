import JSON

extension Subgraph {
    /// A group node, the older kind of subgraph: `extra.groupNodes` keeps its nodes by their places, with their links.
    ///
    /// Its inputs, outputs and widgets are those of its nodes that nothing inside feeds, node after node. One that would
    /// have a name that is taken gets its node's title before it, then a number.
    init(groupNode name: String, _ json: JSONValue, knowing declarations: inout NodeDeclarations)
        throws(WorkflowReadError)
    {
        var nodes: [EditorNode] = []
        for (index, node) in (json["nodes"]?.array ?? []).enumerated() {
            nodes.append(try EditorNode(node, id: "\(index)"))
        }
        var builder = GroupNodeBuilder(nodes: nodes, json, declarations)
        builder.build()
        declarations = builder.declarations
        self.init(
            name: name, graph: EditorGraph(nodes: builder.nodes, links: builder.links), inputs: builder.inputs,
            outputs: builder.outputs, sources: builder.sources, promotions: builder.promotions)
    }
}

/// Finds what a group node has outside.
private struct GroupNodeBuilder {
    private(set) var nodes: [EditorNode]
    private(set) var links: [Int: EditorLink] = [:]
    private(set) var inputs: [Subgraph.Port] = []
    private(set) var outputs: [Subgraph.Port] = []
    private(set) var sources: [EditorLink?] = []
    private(set) var promotions: [Subgraph.Promotion] = []
    private(set) var declarations: NodeDeclarations

    private let config: JSONValue?
    /// Outputs that are used outside even though something inside takes them.
    private let external: Set<Slot>
    private var seenInputs: [String: Int] = [:]
    private var fedFromInside: [Slot: Int] = [:]
    /// Inputs that something fed when the group was made.
    private var fedFromOutside = Set<Slot>()
    private var takenInside = Set<Slot>()

    private struct Slot: Hashable {
        let node: Int
        let slot: Int
    }

    init(nodes: [EditorNode], _ json: JSONValue, _ declarations: NodeDeclarations) {
        self.nodes = nodes
        self.declarations = declarations
        config = json["config"]
        external = Set(
            (json["external"]?.array ?? []).compactMap { entry in
                guard let node = entry[0]?.int ?? entry[0]?["index"]?.int, let slot = entry[1]?.int else { return nil }
                return Slot(node: node, slot: slot)
            })
        // [from, slot, to, slot, …]; links from outside were kept without their origin.
        for (id, link) in (json["links"]?.array ?? []).enumerated() {
            guard let slot = link[1]?.int, let to = link[2]?.int, let input = link[3]?.int, nodes.indices.contains(to),
                slot >= 0, input >= 0
            else { continue }
            guard let from = link[0]?.int, nodes.indices.contains(from) else {
                fedFromOutside.insert(Slot(node: to, slot: input))
                continue
            }
            links[id] = EditorLink(origin: "\(from)", originSlot: slot, target: "\(to)", targetSlot: input, type: "*")
            fedFromInside[Slot(node: to, slot: input)] = id
            takenInside.insert(Slot(node: from, slot: slot))
        }
    }

    mutating func build() {
        var converted: [(node: Int, input: String, type: String)] = []
        for position in nodes.indices {
            let node = nodes[position]
            var stored: [EditorNode.Input] = []
            for (slot, input) in node.inputs.enumerated() {
                stored.append(input.fed(by: fedFromInside[Slot(node: position, slot: slot)]))
            }
            let linked = Set(stored.filter { $0.link != nil }.map(\.name))
            // Newer files list every widget among the inputs; one that a link replaces was linked when the group was made.
            let replaced = Set(
                node.inputs.enumerated().filter { slot, input in
                    input.widget != nil
                        && (stored[slot].link != nil || fedFromOutside.contains(Slot(node: position, slot: slot)))
                }.map(\.element.name))
            nodes[position] = node.with(inputs: stored)
            for (name, type, isWidget) in ports(of: node) {
                if isWidget, replaced.contains(name) {
                    // Inputs that replace widgets come after all others.
                    if !linked.contains(name) { converted.append((position, name, type)) }
                } else if isWidget {
                    promotions.append(
                        Subgraph.Promotion(
                            node: "\(position)", widget: name, name: outerName(of: name, at: position)))
                    promotions += silentValues(after: name, of: node)
                } else if !linked.contains(name), isVisible("input", name, at: position) {
                    addInput(name, type, at: position)
                }
            }
            addOutputs(of: node, at: position)
        }
        for (position, name, type) in converted { addInput(name, type, at: position) }
    }

    /// What a node inside has, in order, and which of it are widgets.
    private mutating func ports(of node: EditorNode) -> [(name: String, type: String, isWidget: Bool)] {
        if node.isPrimitive { return node.values.isEmpty ? [] : [("value", "*", true)] }
        if let declaration = declarations.declaration(of: node.type) {
            return declaration.inputs.map { ($0.name, $0.type, $0.hasWidget) }
        }
        return node.inputs.map { ($0.name, $0.type, $0.widget != nil) }
    }

    /// Values after a widget's own that are no inputs.
    private mutating func silentValues(after name: String, of node: EditorNode) -> [Subgraph.Promotion] {
        guard let declaration = declarations.declaration(of: node.type),
            let input = declaration.inputs.first(where: { $0.name == name })
        else { return [] }
        let isLastRequired = declaration.inputs.last { $0.hasWidget && !$0.isOptional }?.name == name
        let count = input.silentValues + (isLastRequired && declaration.hasUploadButton ? 1 : 0)
        return Array(repeating: Subgraph.Promotion(node: nil, widget: "", name: ""), count: count)
    }

    private mutating func addInput(_ name: String, _ type: String, at position: Int) {
        let link = links.count + inputs.count
        // Ids of inner links are their places in the file, so that these are free.
        let id = -1 - link
        links[id] = EditorLink(
            origin: EditorLink.inputsOfSubgraph, originSlot: inputs.count, target: "\(position)", targetSlot: 0,
            type: type)
        nodes[position] = nodes[position].linking(name, type, to: id)
        inputs.append(Subgraph.Port(name: outerName(of: name, at: position), type: type))
    }

    private mutating func addOutputs(of node: EditorNode, at position: Int) {
        let types = declarations.declaration(of: node.type)?.outputTypes ?? node.outputTypes
        for (slot, type) in types.enumerated() {
            let place = Slot(node: position, slot: slot)
            guard !takenInside.contains(place) || external.contains(place), isVisible("output", "\(slot)", at: position)
            else { continue }
            outputs.append(Subgraph.Port(name: type, type: type))
            sources.append(
                EditorLink(
                    origin: "\(position)", originSlot: slot, target: EditorLink.outputsOfSubgraph,
                    targetSlot: outputs.count - 1, type: type))
        }
    }

    private func isVisible(_ kind: String, _ name: String, at position: Int) -> Bool {
        config?["\(position)"]?[kind]?[name]?["visible"]?.bool ?? true
    }

    private mutating func outerName(of name: String, at position: Int) -> String {
        let node = nodes[position]
        var outer = config?["\(position)"]?["input"]?[name]?["name"]?.string ?? name
        var key = outer
        if node.isPrimitive && node.title != nil || seenInputs[outer] != nil {
            let prefix = "\(node.title ?? node.type) "
            key = prefix + name
            outer = seenInputs[key].map { "\(prefix)\($0) \(name)" } ?? key
        }
        seenInputs[key] = (seenInputs[key] ?? 1) + 1
        return outer
    }
}

extension EditorNode.Input {
    fileprivate func fed(by link: Int?) -> EditorNode.Input {
        EditorNode.Input(name: name, type: type, link: link, widget: widget)
    }
}

extension EditorNode {
    fileprivate func linking(_ name: String, _ type: String, to link: Int) -> EditorNode {
        var inputs = inputs
        if let position = inputs.firstIndex(where: { $0.name == name }) {
            inputs[position] = inputs[position].fed(by: link)
        } else {
            inputs.append(Input(name: name, type: type, link: link, widget: nil))
        }
        return with(inputs: inputs)
    }
}
