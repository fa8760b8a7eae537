import Engine
import JSON

extension NodeDefinition {
    /// What must be true of a node of this type.
    func schema(files: inout FileExamples) -> JSONValue {
        var inputs = JSONObject()
        for input in self.inputs { inputs[input.name] = input.schema(files: &files) }
        let required = self.inputs.filter { !$0.isOptional }.map { JSONValue.string($0.name) }
        // ComfyUI leaves other inputs aside, so that they are no errors; editors strike them through.
        let others: JSONValue = [
            "deprecated": true,
            "deprecationMessage": .string("\(typeName) has no such input; it is left aside."),
        ]
        let taken: JSONValue = [
            "type": "object", "required": .array(required), "properties": .object(inputs),
            "additionalProperties": others,
        ]
        let properties: JSONValue = ["inputs": taken]
        var schema = JSONObject([
            ("title", .string(displayName)), ("description", .string(help)), ("properties", properties),
        ])
        if !required.isEmpty { schema["required"] = ["inputs"] }
        return .object(schema)
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
        let inputs = self.inputs.filter { !$0.isOptional }.map { ($0.name, $0.start) }
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
