import JSON

extension EditorWorkflow {
    /// Reads a workflow that ComfyUI's editor saved and converts it to the form that runs, as the editor does.
    ///
    /// - Parameter promptSeed: decides the choices of prompts like `{a|b}`.
    /// - Throws: `WorkflowReadError`, if it is no such workflow at all; what is wrong with single nodes is among the
    ///   result's issues.
    public static func convert(
        _ json: JSONValue, knowing declarations: NodeDeclarations, promptSeed: UInt64 = 0
    ) throws(WorkflowReadError) -> ConvertedWorkflow {
        var declarations = declarations
        let workflow = try EditorWorkflow(json, knowing: &declarations)
        let expansion = try Expansion(workflow, declarations)
        var conversion = Conversion(workflow: workflow, expansion: expansion, promptSeed: promptSeed)
        return conversion.run()
    }
}

/// Writes the nodes of an unpacked workflow in the form that runs.
struct Conversion {
    private let workflow: EditorWorkflow
    private let scopes: [Scope]
    private let order: [Scope.Place]
    private let promptSeed: UInt64
    private var widgets: NodeWidgets
    private var resolver: LinkResolver
    private var issues: [ConversionIssue] = []
    private var aliases: Aliases

    init(workflow: EditorWorkflow, expansion: Expansion, promptSeed: UInt64) {
        self.workflow = workflow
        self.promptSeed = promptSeed
        scopes = expansion.scopes
        order = expansion.order
        widgets = expansion.widgets
        resolver = LinkResolver(expansion.scopes, workflow)
        aliases = Aliases(workflow)
    }

    mutating func run() -> ConvertedWorkflow {
        let nodes = JSONObject(inOrderOfScripts(order.map { (scopes[$0.scope].id(ofNode: $0.node), converted($0)) }))
        return ConvertedWorkflow(nodes: nodes, workflow: workflow.json, issues: issues, aliases: aliases.table)
    }

    /// Keys as a script's object keeps them: whole numbers first, rising, then all others as they came. It is the order
    /// in which ComfyUI's page sends nodes, and so that in which outputs are listed.
    private func inOrderOfScripts(_ members: [(String, JSONValue)]) -> [(String, JSONValue)] {
        func number(_ key: String) -> UInt32? { UInt32(key).flatMap { "\($0)" == key ? $0 : nil } }
        let numbered = members.compactMap { member in number(member.0).map { ($0, member) } }
        return numbered.sorted { $0.0 < $1.0 }.map(\.1) + members.filter { number($0.0) == nil }
    }

    private mutating func converted(_ place: Scope.Place) -> JSONValue {
        let scope = scopes[place.scope]
        let node = scope.graph.nodes[place.node]
        var inputs = JSONObject()
        if let widgets = scope.widgets[place.node] {
            for widget in widgets { inputs[widget.name] = value(of: widget)?.asLiteral }
        } else {
            issues.append(
                ConversionIssue(
                    node: scope.id(ofNode: place.node), type: node.type,
                    problem: .unnamedWidgets(count: node.values.count)))
        }
        for input in widgets.slots(of: node) where input.link != nil {
            switch resolver.source(of: input, at: place, &widgets) {
            case .node(let source, let slot):
                inputs[input.name] = [.string(scopes[source.scope].id(ofNode: source.node)), .int(slot)]
            case .value(let value, let origin, let widget):
                guard isKnown(input, of: node) else { continue }
                inputs[input.name] = value.asLiteral
                let host = scopes[origin.scope].graph.nodes[origin.node]
                aliases.note(
                    ConvertedWorkflow.Place(node: scope.id(ofNode: place.node), input: input.name),
                    of: host, id: scopes[origin.scope].id(ofNode: origin.node), widget: widget)
            case .nothing:
                break
            }
        }
        return ["inputs": .object(inputs), "class_type": .string(node.type), "_meta": .object(meta(of: node))]
    }

    /// Whether the node's type has the input, as far as anybody knows; files may be newer than what is known.
    private mutating func isKnown(_ input: EditorNode.Input, of node: EditorNode) -> Bool {
        guard let declaration = widgets.declaration(of: node.type) else { return true }
        let parent = input.name.prefix { $0 != "." }
        return declaration.inputs.contains { $0.name == input.name || $0.name == parent }
    }

    private func value(of widget: Widget) -> JSONValue? {
        guard widget.isDynamicPrompt, case .string(let prompt)? = widget.value else { return widget.value }
        return .string(DynamicPrompt.resolved(prompt, seed: promptSeed))
    }

    /// What the API form keeps for people: the title, and which pack the node came from.
    private mutating func meta(of node: EditorNode) -> JSONObject {
        var meta = JSONObject([
            ("title", .string(node.title ?? widgets.declaration(of: node.type)?.displayName ?? node.type))
        ])
        for key in ["cnr_id", "ver"] { meta[key] = node.properties[key] }
        return meta
    }
}
