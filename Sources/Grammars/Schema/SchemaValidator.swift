import JSON

/// Whether a value satisfies a schema; of the keywords that are kept to when texts are written, all but `format`.
///
/// It works from the value to the schema and shares nothing with what makes grammars, so that each can be held against the
/// other.
public struct SchemaValidator {
    private let document: SchemaDocument

    /// - Throws: `SchemaError` for a keyword that is not known.
    public init(_ schema: JSONValue) throws(SchemaError) {
        document = try SchemaDocument(schema)
    }

    public func accepts(_ value: JSONValue) -> Bool { accepts(value, document.root, depth: 0) }

    func accepts(_ value: JSONValue, _ schema: JSONObject) -> Bool { accepts(value, .object(schema), depth: 0) }

    private func accepts(_ value: JSONValue, _ schema: JSONValue, depth: Int) -> Bool {
        guard depth < 500, let object = schema.object else { return schema.bool == true }
        if object["nullable"]?.bool == true, value.isNull { return true }
        func holds(_ inner: JSONValue) -> Bool { accepts(value, inner, depth: depth + 1) }
        for member in object {
            let wanted = member.value
            switch member.key {
            case "$ref":
                guard let target = try? document.target(of: wanted.string ?? "", at: "#"), holds(target) else {
                    return false
                }
            case "allOf": if !(wanted.array ?? []).allSatisfy(holds) { return false }
            case "anyOf": if !(wanted.array ?? []).contains(where: holds) { return false }
            case "oneOf": if (wanted.array ?? []).count(where: holds) != 1 { return false }
            case "type": if !Self.isOf(value, wanted) { return false }
            case "enum": if !(wanted.array ?? []).contains(where: { Self.equal($0, value) }) { return false }
            case "const": if !Self.equal(wanted, value) { return false }
            default: continue
            }
        }
        switch value {
        case .number(let number): return satisfies(number.double, object)
        case .string(let text): return satisfies(text, object)
        case .array(let items): return satisfies(items, object, depth)
        case .object(let members): return satisfies(members, object, depth)
        case .null, .bool: return true
        }
    }

    private static func isOf(_ value: JSONValue, _ types: JSONValue) -> Bool {
        (types.array ?? [types]).contains { type in
            switch (type.string, value) {
            case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
                ("number", .number):
                true
            case ("integer", .number(let number)): number.isInteger || number.double == number.double.rounded()
            default: false
            }
        }
    }

    private func satisfies(_ number: Double, _ schema: JSONObject) -> Bool {
        if let least = schema["minimum"]?.double, number < least { return false }
        if let most = schema["maximum"]?.double, number > most { return false }
        if let under = schema["exclusiveMinimum"]?.double, number <= under { return false }
        if let over = schema["exclusiveMaximum"]?.double, number >= over { return false }
        if let unit = schema["multipleOf"]?.double {
            let quotient = number / unit
            if quotient != quotient.rounded() { return false }
        }
        return true
    }

    private func satisfies(_ text: String, _ schema: JSONObject) -> Bool {
        let length = text.unicodeScalars.count
        if let least = schema["minLength"]?.int, length < least { return false }
        if let most = schema["maxLength"]?.int, length > most { return false }
        if let pattern = schema["pattern"]?.string {
            guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar),
                (try? regex.firstMatch(in: text)) != nil
            else { return false }
        }
        return true
    }

    private func satisfies(_ items: [JSONValue], _ schema: JSONObject, _ depth: Int) -> Bool {
        if let least = schema["minItems"]?.int, items.count < least { return false }
        if let most = schema["maxItems"]?.int, items.count > most { return false }
        if schema["uniqueItems"]?.bool == true {
            for later in items.indices.dropFirst() {
                if items[..<later].contains(where: { Self.equal($0, items[later]) }) { return false }
            }
        }
        let schemas = ItemSchemas(schema)
        return items.indices.allSatisfy { index in
            schemas[index].map { accepts(items[index], $0, depth: depth + 1) } ?? true
        }
    }

    private func satisfies(_ members: JSONObject, _ schema: JSONObject, _ depth: Int) -> Bool {
        if let least = schema["minProperties"]?.int, members.count < least { return false }
        if let most = schema["maxProperties"]?.int, members.count > most { return false }
        for name in schema["required"]?.array ?? [] where members[name.string ?? ""] == nil { return false }
        let properties = schema["properties"]?.object
        return members.allSatisfy { member in
            (properties?[member.key] ?? schema["additionalProperties"])
                .map { accepts(member.value, $0, depth: depth + 1) } ?? true
        }
    }

    /// As JSON Schema compares: 1 and 1.0 are the same number.
    static func equal(_ a: JSONValue, _ b: JSONValue) -> Bool {
        switch (a, b) {
        case (.number(let a), .number(let b)): a == b || a.double == b.double
        case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(equal)
        case (.object(let a), .object(let b)):
            a.count == b.count && a.allSatisfy { member in b[member.key].map { equal($0, member.value) } ?? false }
        default: a == b
        }
    }
}
