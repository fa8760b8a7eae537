import JSON

extension NodeCatalog {
    /// The declarations as ComfyUI's `/object_info` serves them.
    ///
    /// - Parameters:
    ///   - folders: where the files lie that file inputs offer.
    ///   - types: those to tell of; all unless given.
    public func objectInfo(folders: Folders, only types: [String]? = nil) -> JSONValue {
        let chosen = types.map { $0.compactMap { self[$0] } } ?? definitions
        var listings: [FileSource: JSONValue] = [:]
        for case .file(let source) in chosen.lazy.flatMap(\.inputs).map(\.kind) where listings[source] == nil {
            listings[source] = .array(folders.names(in: source).map(JSONValue.string))
        }
        return .object(JSONObject(chosen.map { ($0.typeName, $0.objectInfo(files: listings)) }))
    }
}

extension NodeDefinition {
    fileprivate func objectInfo(files: [FileSource: JSONValue]) -> JSONValue {
        let optional = inputs.filter(\.isOptional)
        let groups =
            [("required", inputs.filter { !$0.isOptional })] + (optional.isEmpty ? [] : [("optional", optional)])
        var declared = JSONObject()
        var order = JSONObject()
        for (group, inputs) in groups {
            declared[group] = .object(JSONObject(inputs.map { ($0.name, $0.objectInfo(files: files)) }))
            order[group] = .array(inputs.map { .string($0.name) })
        }

        var info = JSONObject()
        info["input"] = .object(declared)
        info["input_order"] = .object(order)
        info["is_input_list"] = false
        info["output"] = .array(outputs.map { .string($0.type) })
        info["output_is_list"] = .array(outputs.map { _ in false })
        info["output_name"] = .array(outputs.map { .string($0.name) })
        info["name"] = .string(typeName)
        info["display_name"] = .string(displayName)
        info["description"] = .string(summary)
        info["python_module"] = "nodes"
        info["category"] = .string(category)
        info["output_node"] = .bool(isOutput)
        info["has_intermediate_output"] = false
        if outputs.contains(where: { !$0.summary.isEmpty }) {
            info["output_tooltips"] = .array(outputs.map { .string($0.summary) })
        }
        info["search_aliases"] = []
        return .object(info)
    }
}

extension InputDefinition {
    /// `[type, options]`; a drop-down has the list of its words for a type.
    fileprivate func objectInfo(files: [FileSource: JSONValue]) -> JSONValue {
        let type: JSONValue =
            switch kind {
            case .choice(let words): .array(words.map(JSONValue.string))
            case .file(let source): files[source] ?? []
            default: .string(kind.portType)
            }
        let start = defaultValue.map { [("default", $0.json)] } ?? []
        let help: [(String, JSONValue)] = summary.isEmpty ? [] : [("tooltip", .string(summary))]
        return [type, .object(JSONObject(start + kind.options + help))]
    }
}

extension InputKind {
    fileprivate var options: [(String, JSONValue)] {
        switch self {
        case .integer(let range, let step, let isSeed):
            [("min", .integer(range.lowerBound)), ("max", .integer(range.upperBound))]
                + (step == 1 ? [] : [("step", .integer(step))])
                + (isSeed ? [("control_after_generate", true)] : [])
        case .number(let range, let step, let rounding):
            [("min", .double(range.lowerBound)), ("max", .double(range.upperBound)), ("step", .double(step))]
                + (rounding.map { [("round", .double($0))] } ?? [])
        case .text(let multiline, let dynamicPrompts, _):
            (multiline ? [("multiline", true)] : []) + (dynamicPrompts ? [("dynamicPrompts", true)] : [])
        case .file(.input): [("image_upload", true)]
        case .boolean, .choice, .file, .link: []
        }
    }
}

extension Literal {
    var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .double(value)
        case .boolean(let value): .bool(value)
        case .text(let value): .string(value)
        }
    }
}

extension JSONValue {
    /// Exact for what 64 bits hold, which is all that a Swift property can declare.
    fileprivate static func integer(_ value: Int128) -> JSONValue {
        if let value = Int(exactly: value) { return .int(value) }
        return .number(UInt64(exactly: value).map { JSONNumber($0) } ?? JSONNumber(Double(value)))
    }
}
