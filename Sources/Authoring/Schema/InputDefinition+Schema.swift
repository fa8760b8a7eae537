import Engine
import JSON

extension InputDefinition {
    /// What may be written for this input: a value of its kind, or a link.
    func schema(files: inout FileExamples) -> JSONValue {
        var schema = JSONObject()
        if !summary.isEmpty { schema["description"] = .string(summary) }
        if let writtenDefault { schema["default"] = writtenDefault }
        switch kind {
        case .file(let source):
            // The name is part of what a graph says before anything runs; it cannot come along a link.
            schema["type"] = "string"
            schema["minLength"] = 1
            schema["examples"] = files.names(in: source)
        case .link("*"):
            schema["anyOf"] = [link(of: "*"), ["type": ["number", "string", "boolean"]]]
        case .link(let type):
            schema["anyOf"] = isOptional ? [link(of: type), ["type": "null"]] : [link(of: type)]
        default:
            schema["anyOf"] = [.object(JSONObject(kind.schemaOfValue)), link(of: kind.portType)]
        }
        return .object(schema)
    }

    private func link(of type: String) -> JSONValue {
        ["$ref": "#/$defs/link", "description": .string("A link to an output of type \(type).")]
    }

    /// What editors put there at first.
    var start: JSONValue {
        if let writtenDefault { return writtenDefault }
        return switch kind {
        case .integer(let range, _, _): .integer(max(range.lowerBound, min(range.upperBound, 0)))
        case .number(let range, _, _): .double(max(range.lowerBound, min(range.upperBound, 0)))
        case .boolean: false
        case .text, .file: ""
        case .choice(let words): .string(words.first ?? "")
        case .structure: [:]
        case .link: ["", 0]
        }
    }
}

extension InputKind {
    /// A written value of this kind.
    fileprivate var schemaOfValue: [(String, JSONValue)] {
        switch self {
        case .integer(let range, let step, _):
            [("type", "integer"), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
                + (step == 1 ? [] : [("description", .string("Editors move by \(step)."))])
        case .number(let range, _, _):
            [("type", "number"), ("minimum", .double(range.lowerBound)), ("maximum", .double(range.upperBound))]
        case .boolean:
            [("type", "boolean")]
        case .choice(let words):
            [("enum", .array(words.map(JSONValue.string)))]
        case .structure:
            [("type", ["object", "array"])]
        case .text, .file, .link:
            [("type", "string")]
        }
    }
}
