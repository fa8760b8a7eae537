/// Finds out what the inputs and outputs of blueprints are, from the nodes inside, which may be blueprints again.
struct BlueprintResolver {
    private let blueprints: [String: Blueprint]
    /// Node types that are there already, then also the blueprints that have been resolved.
    private var known: KnownTypes
    private(set) var resolved: [NodeDefinition] = []
    private(set) var errors: [BlueprintError] = []
    private var failed: Set<String> = []

    static let mostLevels = 16

    init(_ blueprints: [Blueprint], among catalog: NodeCatalog) {
        known = KnownTypes(catalog: catalog)
        var named: [String: Blueprint] = [:]
        for blueprint in blueprints {
            if catalog.includes(blueprint.typeName) || named[blueprint.typeName] != nil {
                errors.append(BlueprintError(blueprint.typeName, .nameTaken))
            } else {
                named[blueprint.typeName] = blueprint
            }
        }
        self.blueprints = named
        for blueprint in blueprints where named[blueprint.typeName] != nil { resolve(blueprint, path: []) }
    }

    /// - Parameter path: the blueprints that this one is needed for.
    private mutating func resolve(_ blueprint: Blueprint, path: [String]) {
        let name = blueprint.typeName
        guard known.added[name] == nil, !failed.contains(name) else { return }
        do throws(BlueprintError.Fault) {
            if let start = path.firstIndex(of: name) { throw .loop(Array(path[start...]) + [name]) }
            if path.count >= Self.mostLevels { throw .tooDeep }
            for node in blueprint.graph.nodes {
                if let inner = blueprints[node.type] { resolve(inner, path: path + [name]) }
            }
            // A loop has been told where it closes.
            guard known.added[name] == nil, !failed.contains(name) else { return }
            let definition = try NodeDefinition(blueprint, inside: known)
            known.added[name] = definition
            resolved.append(definition)
        } catch {
            failed.insert(name)
            errors.append(BlueprintError(name, error))
        }
    }
}

/// Node types by name: those of a catalog, and blueprints that are about to be.
private struct KnownTypes {
    let catalog: NodeCatalog
    var added: [String: NodeDefinition] = [:]

    subscript(name: String) -> NodeDefinition? { added[name] ?? catalog[name] }
    var names: [String] { (catalog.typeNames + added.keys).sorted() }
}

extension NodeDefinition {
    /// The outside of a blueprint.
    fileprivate convenience init(_ blueprint: Blueprint, inside known: KnownTypes) throws(BlueprintError
        .Fault)
    {
        let inner = try BlueprintInside(blueprint, known)
        var inputs: [InputDefinition] = []
        for input in blueprint.inputs { inputs.append(try inner.definition(of: input)) }
        var outputs: [OutputDefinition] = []
        for output in blueprint.outputs { outputs.append(try inner.definition(of: output)) }
        self.init(
            blueprint: blueprint, isOutput: inner.definitions.values.contains(where: \.isOutput),
            isVolatile: inner.definitions.values.contains(where: \.isVolatile), inputs: inputs, outputs: outputs)
    }
}

/// The nodes inside a blueprint, by id, all of which are known.
private struct BlueprintInside {
    let definitions: [NodeID: NodeDefinition]
    /// For each input of the blueprint, what takes it.
    private var uses: [String: InputDefinition] = [:]

    init(_ blueprint: Blueprint, _ known: KnownTypes) throws(BlueprintError.Fault) {
        var definitions: [NodeID: NodeDefinition] = [:]
        for node in blueprint.graph.nodes {
            guard let definition = known[node.type] else {
                throw .unknownNodeType(
                    node.type, node: node.id, nearest: nearest(to: node.type, among: known.names))
            }
            definitions[node.id] = definition
        }
        self.definitions = definitions
        let names = blueprint.inputs.map(\.name)
        for node in blueprint.graph.nodes {
            for input in node.inputs {
                if case .link(let from, let slot) = input.value {
                    try check(from, slot, "node \(node.id.shown), input '\(shown(input.name))',")
                } else if let name = input.value.blueprintInput {
                    guard names.contains(name) else {
                        throw .undeclaredInput(name, node: node.id, nearest: nearest(to: name, among: names))
                    }
                    if let use = definitions[node.id]?.input(named: input.name), uses[name] == nil { uses[name] = use }
                }
            }
        }
    }

    private func check(_ id: NodeID, _ slot: Int, _ place: String) throws(BlueprintError.Fault) {
        guard let definition = definitions[id] else { throw .danglingLink(to: id, from: place) }
        guard definition.outputs.indices.contains(slot) else { throw .badSlot(slot, of: id) }
    }

    func definition(of input: Blueprint.Input) throws(BlueprintError.Fault) -> InputDefinition {
        guard let use = uses[input.name] else { throw .unusedInput(input.name) }
        return try InputDefinition(input, takenAs: use)
    }

    func definition(of output: Blueprint.Output) throws(BlueprintError.Fault) -> OutputDefinition {
        let type: String
        switch output.from {
        case .node(let id, let slot):
            try check(id, slot, "output '\(shown(output.name))'")
            type = definitions[id]?.outputs[slot].type ?? "*"
        case .input(let name):
            guard let use = uses[name] else { throw .unplacedOutput(output.name) }
            type = use.kind.portType
        }
        return OutputDefinition(name: output.name, type: type, summary: output.summary)
    }
}
