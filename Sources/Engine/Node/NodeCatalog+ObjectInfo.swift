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
        let inputs = inputs.filter { $0.condition == nil }
        let optional = inputs.filter(\.isOptional)
        let groups =
            [("required", inputs.filter { !$0.isOptional })] + (optional.isEmpty ? [] : [("optional", optional)])
        var declared = JSONObject()
        var order = JSONObject()
        for (group, inputs) in groups {
            declared[group] = .object(JSONObject(inputs.map { ($0.name, objectInfo(of: $0, files: files)) }))
            order[group] = .array(inputs.map { .string($0.name) })
        }
        let hidden = hiddenInputs
        if !hidden.isEmpty {
            declared["hidden"] = .object(JSONObject(hidden.map { ($0, .string($0.uppercased())) }))
            order["hidden"] = .array(hidden.map(JSONValue.string))
        }

        var info = JSONObject()
        info["input"] = .object(declared)
        info["input_order"] = .object(order)
        info["is_input_list"] = .bool(takesLists)
        info["output"] = .array(outputs.map { .string($0.matching == nil ? $0.type : MatchedType.portType) })
        info["output_is_list"] = .array(outputs.map { .bool($0.isList) })
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
        if outputs.contains(where: { $0.matching != nil }) {
            info["output_matchtypes"] = .array(outputs.map { $0.matching.map { .string($0.name) } ?? .null })
        }
        info["search_aliases"] = []
        return .object(info)
    }

    /// What ComfyUI hands to a node besides its inputs, under the names that it has for it.
    private var hiddenInputs: [String] {
        (readsMetadata ? ["prompt", "extra_pnginfo"] : []) + (dependsOnID ? ["unique_id"] : [])
    }

    /// `[type, options]`; a choice on which other inputs depend has these among its options.
    private func objectInfo(of input: InputDefinition, files: [FileSource: JSONValue]) -> JSONValue {
        guard case .choice(let words) = input.kind,
            inputs.contains(where: { $0.condition?.choice == input.name })
        else { return input.objectInfo(files: files) }
        let options = words.map { word -> JSONValue in
            let own = inputs.filter {
                $0.condition?.choice == input.name && $0.condition?.values.contains(word) ?? false
            }
            func described(optional: Bool) -> JSONObject {
                JSONObject(
                    own.filter { $0.isOptional == optional }.map {
                        (String($0.name.dropFirst(input.name.count + 1)), objectInfo(of: $0, files: files))
                    })
            }
            var groups = JSONObject([("required", .object(described(optional: false)))])
            let optional = described(optional: true)
            if !optional.isEmpty { groups["optional"] = .object(optional) }
            return ["key": .string(word), "inputs": .object(groups)]
        }
        return ["COMFY_DYNAMICCOMBO_V3", .object(JSONObject(input.help + [("options", .array(options))]))]
    }
}

extension InputDefinition {
    /// `[type, options]`; a drop-down has the list of its words for a type.
    fileprivate func objectInfo(files: [FileSource: JSONValue]) -> JSONValue {
        if let growth {
            return ["COMFY_AUTOGROW_V3", .object(JSONObject(help + [("template", template(of: growth))]))]
        }
        let type: JSONValue =
            switch kind {
            case .choice(let words): .array(words.map(JSONValue.string))
            case .file(let source): files[source] ?? []
            default: .string(matching == nil ? kind.portType : MatchedType.portType)
            }
        let start = writtenDefault.map { [("default", $0)] } ?? []
        return [type, .object(JSONObject(start + kind.options + help + flags))]
    }

    fileprivate var help: [(String, JSONValue)] { summary.isEmpty ? [] : [("tooltip", .string(summary))] }

    private var flags: [(String, JSONValue)] {
        var flags: [(String, JSONValue)] = []
        if isLazy { flags.append(("lazy", true)) }
        if takesLink { flags.append(("rawLink", true)) }
        if let matching { flags.append(("template", matching.json)) }
        return flags
    }

    private func template(of growth: Growth) -> JSONValue {
        let options = matching.map { [("template", $0.json)] } ?? []
        let type = matching == nil ? kind.portType : MatchedType.portType
        let element: JSONValue = [.string(type), .object(JSONObject(options))]
        let required: JSONValue = .object(JSONObject([(growth.element, element)]))
        var template = JSONObject([("input", ["required": required] as JSONValue)])
        if let prefix = growth.prefix {
            template["prefix"] = .string(prefix)
            template["min"] = .int(growth.least)
            template["max"] = .int(growth.names.count)
        } else {
            template["names"] = .array(growth.names.map(JSONValue.string))
            template["min"] = .int(growth.least)
        }
        return .object(template)
    }
}

extension MatchedType {
    /// What ComfyUI calls the type of ports that have theirs from each other.
    fileprivate static let portType = "COMFY_MATCHTYPE_V3"

    fileprivate var json: JSONValue { ["template_id": .string(name), "allowed_types": .string(allowed)] }
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
        case .structure: [("socketless", true)]
        case .boolean, .choice, .file, .link: []
        }
    }
}
