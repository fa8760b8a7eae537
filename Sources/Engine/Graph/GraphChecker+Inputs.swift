import JSON

extension GraphChecker {
    /// What a node will get for one of its inputs.
    ///
    /// - Parameters:
    ///   - given: what the graph says, if it says anything.
    ///   - places: from positions in the graph to positions in the checked graph.
    mutating func check(
        _ input: InputDefinition, given: GraphInput.Value?, places: [Int]
    ) throws(GraphIssue.Problem) -> CheckedInput {
        switch given {
        case nil:
            if let value = input.defaultValue, input.isOptional { return .literal(value) }
            if input.isOptional { return .absent }
            throw .missingInput(type: input.kind.portType, example: example(for: input))
        case .malformedLink(let json)?:
            throw .malformedLink(found: shown(json))
        case .link(let from, let slot)?:
            return try check(linkFrom: from, slot: slot, into: input, places: places)
        case .literal(let json)?:
            return try check(json, for: input)
        }
    }

    private func check(
        linkFrom id: NodeID, slot: Int, into input: InputDefinition, places: [Int]
    ) throws(GraphIssue.Problem) -> CheckedInput {
        guard let position = graph.position(of: id) else {
            throw .danglingLink(to: id, nearest: graph.node(meantBy: id))
        }
        // What is wrong with the source's type is said once, there.
        guard let source = definitions[position] else { return .absent }
        guard source.outputs.indices.contains(slot) else {
            throw .badSlot(slot, of: id, outputs: source.outputs.map(\.name))
        }
        // Keys are computed before anything runs, from the file's content: its name must be known by then.
        if case .file = input.kind { throw .linkedFile }
        let type = source.outputs[slot].type
        guard linkTypesMatch(given: type, wanted: input.kind.portType) else {
            throw .mismatchedLink(wants: input.kind.portType, from: id, gives: type)
        }
        return .link(node: places[position], slot: slot)
    }

    private mutating func check(
        _ json: JSONValue, for input: InputDefinition
    ) throws(GraphIssue.Problem) -> CheckedInput {
        if case .link(let type) = input.kind {
            if json.isNull, input.isOptional { return .absent }
            guard type == Anything.portType, let value = Literal(json, coercedTo: input.kind) else {
                throw .literalForLink(found: shown(json), wants: type)
            }
            return .literal(value)
        }
        guard let value = Literal(json, coercedTo: input.kind) else {
            throw switch input.kind {
            case .choice(let words): GraphIssue.Problem.notInList(found: shown(json), nearest: nil, list: words)
            case .file: .notAFileName(found: shown(json))
            default: .unconvertible(found: shown(json), to: input.kind.portType)
            }
        }
        if case .file(let source) = input.kind, case .text(let name) = value {
            return .file(try find(name, in: source))
        }
        if case .text(let template) = value, case .text(_, _, isTemplate: true) = input.kind {
            return .literal(.text(graph.filled(template)))
        }
        if let problem = input.kind.problem(with: value, shown: shown(json)) { throw problem }
        return .literal(value)
    }

    private mutating func find(_ name: String, in source: FileSource) throws(GraphIssue.Problem) -> FileName {
        do throws(FileNameError) {
            return try folders.file(name, in: source)
        } catch {
            guard case .missing = error else { throw .noFile(error, nearest: nil) }
            let names = listings[source] ?? folders.names(in: source)
            listings[source] = names
            throw .noFile(error, nearest: nearest(to: name, among: names))
        }
    }

    /// Something that could stand there, for the sentence that asks for it.
    private func example(for input: InputDefinition) -> String? {
        if case .link = input.kind { return nil }
        if case .structure = input.kind { return input.defaultValue?.description }
        if case .text(let text)? = input.defaultValue { return "\"\(Engine.shown(text))\"" }
        if let value = input.defaultValue { return value.description }
        return switch input.kind {
        case .link, .structure: nil
        case .choice(let words): words.first.map { "\"\($0)\"" }
        case .file: "\"name.safetensors\""
        case .integer(let range, _, _): range.contains(0) ? "0" : "\(range.lowerBound)"
        case .number(let range, _, _): range.contains(0) ? "0" : "\(range.lowerBound)"
        case .boolean: "true"
        case .text: "\"a photo\""
        }
    }

    private func shown(_ json: JSONValue) -> String {
        if case .string(let text) = json { return "'\(Engine.shown(text))'" }
        return Engine.shown(json.description)
    }
}

extension InputKind {
    /// What keeps this kind of input from taking `value`, which already has the right type. Nil if nothing does.
    func problem(with value: Literal, shown found: @autoclosure () -> String) -> GraphIssue.Problem? {
        switch (self, value) {
        case (.integer(let range, _, _), .integer(let value)) where !range.contains(value):
            .outOfRange(found: found(), allowed: "\(range.lowerBound) to \(range.upperBound)")
        case (.number(let range, _, _), .number(let value)) where !range.contains(value):
            .outOfRange(found: found(), allowed: "\(brief(range.lowerBound)) to \(brief(range.upperBound))")
        case (.choice(let words), .text(let word)) where !words.contains(word):
            .notInList(found: found(), nearest: nearest(to: word, among: words), list: words)
        default: nil
        }
    }

    /// `100` rather than `100.0`.
    private func brief(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
