extension NodeExecution {
    /// Sets the inputs of a fresh node for one call.
    ///
    /// - Throws: `GraphIssue` for a linked value that does not do.
    func bind(_ call: Int, to properties: NodeProperties) throws(GraphIssue) {
        var groups: [Int: [(name: String, port: any Port)]] = [:]
        for (index, value) in values.enumerated() {
            let place = node.definition.places[index]
            let definition = node.definition.inputs[index]
            guard let element = place.element else {
                try bind(value, call, to: properties.inputs[place.property], as: definition)
                continue
            }
            if let port = try part(value, call, as: definition) {
                groups[place.property, default: []].append((element, port))
            }
        }
        for (property, ports) in groups {
            guard !properties.inputs[property].bind(NamedPorts(ports: ports), from: nil) else { continue }
            throw mismatch(among: ports.map(\.name), of: property)
        }
    }

    private func bind(
        _ value: Value, _ call: Int, to input: any InputProperty, as definition: InputDefinition
    ) throws(GraphIssue) {
        switch value {
        case .literal(let literal):
            let fits = input.bind(literal.port, from: .literal(literal))
            precondition(fits, "\(definition.name) was checked, but does not take \(literal)")
        case .file(let file):
            _ = input.bind(file, from: .file(file))
        case .link(let link):
            _ = input.bind(LinkValue(link: link), from: nil)
        case .linked(let linked):
            guard let port = try port(of: linked, call, as: definition) else { return input.leaveOut() }
            guard input.bind(port, from: .made(port, linked.fingerprint(of: definition.takesList ? nil : call))) else {
                let shown = (port as? ItemList)?.items.first ?? port
                throw mismatch(definition, linked.from, given: shown)
            }
        case .unasked:
            input.expectLink()
        case .absent:
            input.leaveOut()
        }
    }

    /// The value of one element of a growing input; nil if it has none.
    private func part(
        _ value: Value, _ call: Int, as definition: InputDefinition
    ) throws(GraphIssue) -> (any Port)? {
        switch value {
        case .literal(let literal): literal.port
        case .file(let file): file
        case .link(let link): LinkValue(link: link)
        case .linked(let linked): try port(of: linked, call, as: definition)
        case .unasked, .absent: nil
        }
    }

    /// What `linked` brings to a call; nil if it brings nothing and the input can do without.
    private func port(
        of linked: Linked, _ call: Int, as definition: InputDefinition
    ) throws(GraphIssue) -> (any Port)? {
        if definition.takesList {
            let items = linked.items.compactMap(\.self)
            guard items.count == linked.items.count else { throw nothing(definition, linked) }
            return ItemList(items: items)
        }
        guard let item = linked.item(of: node.definition.takesLists ? 0 : call), let port = item else {
            guard definition.isOptional else { throw nothing(definition, linked) }
            return nil
        }
        if let literal = (port as? any LiteralPort)?.literal,
            let problem = definition.kind.problem(with: literal, shown: shown(literal.description))
        {
            throw issue(problem, definition)
        }
        return port
    }

    /// What blocks a call, if anything does: of the inputs that take one item, that item; of those that take all, any.
    func blocker(of call: Int) -> ExecutionBlocker? {
        for (index, value) in values.enumerated() {
            guard case .linked(let linked) = value else { continue }
            if node.definition.inputs[index].takesList {
                if let blocker = linked.items.lazy.compactMap({ ExecutionBlocker(in: $0) }).first { return blocker }
            } else if let item = linked.item(of: node.definition.takesLists ? 0 : call),
                let blocker = ExecutionBlocker(in: item)
            {
                return blocker
            }
        }
        return nil
    }

    /// The lazy inputs that the node asks for and has not got, over all of its calls.
    func missingInputs() throws -> Set<Int> {
        var missing: Set<Int> = []
        for call in 0..<calls where blocker(of: call) == nil {
            let (work, properties) = node.definition.makeNode()
            try bind(call, to: properties)
            missing.formUnion(try node.neededInputs(of: work, properties))
        }
        return missing.filter { if case .unasked = values[$0] { true } else { false } }
    }

    private func nothing(_ definition: InputDefinition, _ linked: Linked) -> GraphIssue {
        issue(.givesNothing(from: linked.from, output: linked.output), definition)
    }

    private func mismatch(_ definition: InputDefinition, _ source: NodeName, given port: any Port) -> GraphIssue {
        let given = type(of: port).portType
        return issue(.mismatchedLink(wants: definition.kind.portType, from: source.id, gives: given), definition)
    }

    /// Which element of a growing input it is that its type has no view of, is not known; the first linked one stands for it.
    private func mismatch(among names: [String], of property: Int) -> GraphIssue {
        for (index, place) in node.definition.places.enumerated() where place.property == property {
            if case .linked(let linked) = values[index], let item = linked.items.first, let port = item {
                return mismatch(node.definition.inputs[index], linked.from, given: port)
            }
        }
        return issue(.malformedLink(found: names.joined(separator: ", ")), node.definition.inputs[property])
    }

    private func issue(_ problem: GraphIssue.Problem, _ input: InputDefinition) -> GraphIssue {
        GraphIssue(problem, at: node.id, node.definition.typeName, input: input.name)
    }
}

extension ExecutionBlocker {
    /// Nil if `item` is a value: comparing types is many times faster than casting, and every value is asked.
    fileprivate init?(in item: (any Port)?) {
        guard let item, type(of: item) == ExecutionBlocker.self, let blocker = item as? ExecutionBlocker else {
            return nil
        }
        self = blocker
    }
}

extension NodeExecution.Linked {
    /// What a call gets: the last item, when there are no more. Nil in place of an item if there are none at all.
    func item(of call: Int) -> (any Port)?? {
        items.isEmpty ? nil : items[min(call, items.count - 1)]
    }

    /// - Parameter call: nil for all items together.
    func fingerprint(of call: Int?) -> InputFingerprint {
        switch origin {
        case .carried(let fingerprint): return fingerprint
        case .output(let key, let slot):
            guard let call, items.count > 1 else { return .link(key, slot: slot) }
            return .item(key, slot: slot, index: min(call, items.count - 1))
        }
    }
}

extension CheckedNode {
    /// The inputs that a node names as needed, by their positions.
    func neededInputs(of work: any Node, _ properties: NodeProperties) throws -> Set<Int> {
        guard let chooser = work as? any ChoosesInputs else { return Set(definition.inputs.indices) }
        let needed = Set(try chooser.neededInputs().compactMap { ($0 as? any InputProperty)?.identity })
        return Set(
            definition.inputs.indices.filter {
                needed.contains(properties.inputs[definition.places[$0].property].identity)
            })
    }

    /// The lazy inputs that the node is sure to need; nil if that depends on what links bring.
    func inputsNeededForSure() -> Set<Int>? {
        let depends = links.contains { !definition.inputs[$0.input].isLazy }
        guard !depends else { return nil }
        let (work, properties) = nodeBeforeRun()
        return try? neededInputs(of: work, properties)
    }
}
