import Engine
import JSON

extension NodeDefinition {
    /// What must be true of a node of this type.
    func schema(files: inout FileExamples) -> JSONValue {
        var inputs = JSONObject()
        var patterns = JSONObject()
        for input in self.inputs {
            if let growth = input.growth {
                patterns[input.pattern(of: growth)] = input.schema(files: &files)
            } else {
                let schema = input.schema(files: &files)
                // The words of a choice may each bring along an input of this name.
                inputs[input.name] = inputs[input.name].map { ["anyOf": [$0, schema]] } ?? schema
            }
        }
        let required = requiredNames { $0.condition == nil }
        // ComfyUI leaves other inputs aside, so that they are no errors; editors strike them through.
        let others: JSONValue = [
            "deprecated": true,
            "deprecationMessage": .string("\(typeName) has no such input; it is left aside."),
        ]
        var taken = JSONObject([
            ("type", "object"), ("required", .array(required)), ("properties", .object(inputs)),
            ("additionalProperties", others),
        ])
        if !patterns.isEmpty { taken["patternProperties"] = .object(patterns) }
        if !conditions.isEmpty { taken["allOf"] = .array(conditions) }
        let properties: JSONValue = ["inputs": .object(taken)]
        var schema = JSONObject([
            ("title", .string(displayName)), ("description", .string(help)), ("properties", properties),
        ])
        if !required.isEmpty { schema["required"] = ["inputs"] }
        return .object(schema)
    }

    private func requiredNames(where isWanted: (InputDefinition) -> Bool) -> [JSONValue] {
        inputs.filter { !$0.isOptional && isWanted($0) }.flatMap { input in
            guard let growth = input.growth else { return [JSONValue.string(input.name)] }
            return growth.names.prefix(growth.least).map { .string("\(input.name).\($0)") }
        }
    }

    /// What must be given for each word of a choice on which inputs depend.
    private var conditions: [JSONValue] {
        var seen: Set<[String]> = []
        var conditions: [JSONValue] = []
        for condition in inputs.compactMap(\.condition) {
            for word in condition.values where seen.insert([condition.choice, word]).inserted {
                let names = requiredNames { input in
                    input.condition.map { $0.choice == condition.choice && $0.values.contains(word) } ?? false
                }
                let chosen: JSONValue = ["const": .string(word)]
                let isChosen: JSONValue = ["properties": .object(JSONObject([(condition.choice, chosen)]))]
                let then: JSONValue = ["required": .array(names)]
                conditions.append(["if": isChosen, "then": then])
            }
        }
        return conditions
    }

    /// If a node is of this type, the schema of that name holds.
    var choice: JSONValue {
        [
            "if": ["properties": ["class_type": ["const": .string(typeName)]]],
            "then": ["$ref": .string("#/$defs/\(pointerSafe(typeName))")],
        ]
    }

    /// A node of this type to begin with, offered by editors.
    var snippet: JSONValue {
        let inputs = self.inputs.filter { !$0.isOptional && $0.condition == nil }.flatMap { input in
            guard let growth = input.growth else { return [(input.name, input.start)] }
            return growth.names.prefix(growth.least).map { ("\(input.name).\($0)", input.start) }
        }
        return [
            "label": .string(typeName),
            "description": .string(summary),
            "body": ["class_type": .string(typeName), "inputs": .object(JSONObject(inputs))],
        ]
    }

    private var help: String {
        guard !outputs.isEmpty else { return summary }
        let list = outputs.enumerated().map { slot, output in
            "\(slot) \(output.name)" + (output.name == output.type ? "" : " (\(output.type))")
        }
        return "\(summary) Outputs: \(list.joined(separator: ", "))."
    }
}

extension InputDefinition {
    /// A regular expression for the names of a growing input's elements.
    fileprivate func pattern(of growth: Growth) -> String {
        let names = growth.prefix.map { "\($0)[0-9]+" } ?? "(\(growth.names.joined(separator: "|")))"
        return "^\(name)\\.\(names)$"
    }
}

/// `name` as it stands in a JSON pointer inside a URI: RFC 6901, and what RFC 3986 does not let stand.
private func pointerSafe(_ name: String) -> String {
    name.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "~"): "~0"
        case UInt8(ascii: "/"): "~1"
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            String(UnicodeScalar(byte))
        default:
            "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }.joined()
}
