import JSON

/// Two schemas that both hold, as one.
struct SchemaMerging {
    let document: SchemaDocument

    /// References and `allOf` of a schema's uppermost level put in place.
    ///
    /// - Returns: nil if no value can satisfy it.
    func flattened(_ schema: JSONValue, at place: String, depth: Int = 0) throws(SchemaError) -> JSONObject? {
        guard depth < 50 else { throw SchemaError(place, .tooDeep) }
        if let truth = schema.bool { return truth ? JSONObject() : nil }
        guard var object = schema.object else { throw SchemaError(place, .notSchema(kind: schema.kind)) }
        var parts: [JSONValue] = []
        if let reference = object["$ref"]?.string {
            parts.append(try document.target(of: reference, at: place))
            object["$ref"] = nil
        }
        parts += object["allOf"]?.array ?? []
        object["allOf"] = nil
        for part in parts {
            guard let inner = try flattened(part, at: place, depth: depth + 1),
                let both = try merged(object, inner, at: place)
            else { return nil }
            object = both
        }
        return object
    }

    /// - Returns: nil if no value can satisfy both.
    func merged(_ a: JSONObject, _ b: JSONObject, at place: String) throws(SchemaError) -> JSONObject? {
        var result = a
        for member in b where !Self.mergedTogether.contains(member.key) {
            guard let own = a[member.key] else {
                result[member.key] = member.value
                continue
            }
            guard let both = try merged(own, member.value, of: member.key, at: place) else { return nil }
            result[member.key] = both
        }
        mergeObjects(a, b, &result)
        mergeArrays(a, b, &result)
        return result
    }

    private static let mergedTogether: Set = [
        "properties", "additionalProperties", "items", "prefixItems", "additionalItems",
    ]

    private func merged(
        _ a: JSONValue, _ b: JSONValue, of keyword: String, at place: String
    ) throws(SchemaError) -> JSONValue? {
        switch keyword {
        case "type":
            let types = Self.types(a).intersection(Self.types(b))
            return types.isEmpty ? nil : .array(types.sorted().map { .string($0) })
        case "enum":
            return .array(
                (a.array ?? []).filter { value in (b.array ?? []).contains { SchemaValidator.equal($0, value) } })
        case "const": return SchemaValidator.equal(a, b) ? a : nil
        case "required":
            let names = (a.array ?? []) + (b.array ?? []).filter { !(a.array ?? []).contains($0) }
            return .array(names)
        case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties":
            return (a.double ?? 0) >= (b.double ?? 0) ? a : b
        case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties":
            return (a.double ?? 0) <= (b.double ?? 0) ? a : b
        case "uniqueItems": return .bool(a.bool == true || b.bool == true)
        case "nullable": return .bool(a.bool == true && b.bool == true)
        case "anyOf", "oneOf":
            var pairs: [JSONValue] = []
            for one in a.array ?? [] { for other in b.array ?? [] { pairs.append(["allOf": .array([one, other])]) } }
            return .array(pairs)
        case "pattern", "format", "multipleOf":
            guard a == b else {
                throw SchemaError(place, .unsupported(keyword, instead: "Give only one that says both."))
            }
            return a
        default: return a
        }
    }

    static func types(_ value: JSONValue) -> Set<String> {
        var types = Set((value.array ?? [value]).compactMap(\.string))
        if types.contains("number") { types.insert("integer") }
        return types
    }

    /// A property must satisfy what either says of it; where one does not name it, what that says of the others.
    private func mergeObjects(_ a: JSONObject, _ b: JSONObject, _ result: inout JSONObject) {
        let (ownNames, otherNames) = (a["properties"]?.object ?? JSONObject(), b["properties"]?.object ?? JSONObject())
        guard
            !ownNames.isEmpty || !otherNames.isEmpty || a["additionalProperties"] != nil
                || b["additionalProperties"] != nil
        else { return }
        var properties = JSONObject()
        for name in Array(ownNames.keys) + otherNames.keys.filter({ ownNames[$0] == nil }) {
            properties[name] = Self.both(
                ownNames[name] ?? a["additionalProperties"], otherNames[name] ?? b["additionalProperties"])
        }
        if !properties.isEmpty { result["properties"] = .object(properties) }
        if a["additionalProperties"] != nil || b["additionalProperties"] != nil {
            result["additionalProperties"] = Self.both(a["additionalProperties"], b["additionalProperties"])
        }
    }

    private func mergeArrays(_ a: JSONObject, _ b: JSONObject, _ result: inout JSONObject) {
        let (own, other) = (ItemSchemas(a), ItemSchemas(b))
        guard !own.isEmpty || !other.isEmpty else { return }
        let count = max(own.first.count, other.first.count)
        result["additionalItems"] = nil
        result["prefixItems"] =
            count == 0 ? nil : .array((0..<count).map { Self.both(own[$0], other[$0]) })
        result["items"] = Self.both(own.rest, other.rest)
    }

    private static func both(_ a: JSONValue?, _ b: JSONValue?) -> JSONValue {
        switch (a, b) {
        case (nil, nil): .bool(true)
        case (let a?, nil): a
        case (nil, let b?): b
        case (let a?, let b?): a == b ? a : ["allOf": .array([a, b])]
        }
    }
}

/// What the elements of an array must satisfy: the first ones each, and all behind them.
///
/// Up to 2019 the first ones stood in `items` and the others in `additionalItems`.
struct ItemSchemas {
    let first: [JSONValue]
    let rest: JSONValue?

    init(_ schema: JSONObject) {
        if let list = schema["items"]?.array {
            first = list
            rest = schema["additionalItems"]
        } else {
            first = schema["prefixItems"]?.array ?? []
            rest = schema["items"]
        }
    }

    var isEmpty: Bool { first.isEmpty && rest == nil }

    subscript(index: Int) -> JSONValue? { index < first.count ? first[index] : rest }
}
