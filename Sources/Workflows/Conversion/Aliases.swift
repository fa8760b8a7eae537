import JSON

/// Collects the names by which people know inputs of nodes that the API form has no more, or calls otherwise.
struct Aliases {
    private var places: [String: [ConvertedWorkflow.Place]] = [:]
    /// Whose each name is; nil once two have claimed it.
    private var owners: [String: Owner?] = [:]
    /// What the simple view calls an input.
    private var shown: [Owner: String] = [:]

    /// A widget of a node as the editor shows it.
    private struct Owner: Hashable {
        let node: String
        let widget: String
    }

    init(_ workflow: EditorWorkflow) {
        for entry in workflow.json["extra"]?["linearData"]?["inputs"]?.array ?? [] {
            guard let id = entry[0]?.identifier, let widget = entry[1]?.string,
                let position = workflow.root.position(of: id)
            else { continue }
            let node = workflow.root.nodes[position]
            let owner = Owner(node: id, widget: widget)
            let name = node.inputs.first { $0.name == widget }?.label ?? widget
            shown[owner] = name
            // Of a node that stays; for others, `note` adds the places inside.
            if workflow.subgraphs[node.type] == nil, !node.isVirtual {
                add(ConvertedWorkflow.Place(node: id, input: widget), to: name, of: owner)
            }
        }
    }

    /// The names that stand for one thing only.
    var table: [String: [ConvertedWorkflow.Place]] { places.filter { owners[$0.key] != .some(nil) } }

    /// Notes that the input at `place` says what a widget of `host` says.
    mutating func note(_ place: ConvertedWorkflow.Place, of host: EditorNode, id: String, widget: String) {
        let owner = Owner(node: id, widget: widget)
        let label = host.inputs.first { $0.name == widget }?.label ?? widget
        for node in Set([id, host.title ?? id]) {
            for widget in Set([widget, label]) { add(place, to: "\(node).\(widget)", of: owner) }
        }
        if let name = shown[owner] { add(place, to: name, of: owner) }
    }

    private mutating func add(_ place: ConvertedWorkflow.Place, to name: String, of owner: Owner) {
        if let known = owners[name], known != owner {
            owners[name] = .some(nil)
        } else {
            owners[name] = owner
            places[name, default: []].append(place)
        }
    }
}
