import JSON

extension SchemaCompiler {
    /// `oneOf` wants exactly one: a text that was written by one schema must not satisfy another.
    ///
    /// - Throws: `SchemaError.overlapping` unless types, constants or required properties keep them apart.
    func refuseOverlap(of schemas: [JSONObject], at place: String) throws(SchemaError) {
        for later in schemas.indices.dropFirst() {
            for earlier in 0..<later where !(try areApart(schemas[earlier], schemas[later], depth: 0, at: place)) {
                throw SchemaError(place, .overlapping)
            }
        }
    }

    private func areApart(
        _ a: JSONObject, _ b: JSONObject, depth: Int, at place: String
    ) throws(SchemaError) -> Bool {
        guard depth < 4 else { return false }
        if a["anyOf"] != nil || a["oneOf"] != nil || b["anyOf"] != nil || b["oneOf"] != nil {
            return try branchesAreApart(a, b, depth, place)
        }
        if let values = Self.values(of: a), let others = Self.values(of: b) {
            return !values.contains { value in others.contains { SchemaValidator.equal($0, value) } }
        }
        let validator = try SchemaValidator(document.root)
        if let values = Self.values(of: a) { return !values.contains { validator.accepts($0, b) } }
        if let values = Self.values(of: b) { return !values.contains { validator.accepts($0, a) } }
        let (types, others) = (Self.types(of: a), Self.types(of: b))
        let common = types.intersection(others)
        if common.isEmpty { return true }
        guard common == ["object"] else { return false }
        if isClosed(a, to: b) || isClosed(b, to: a) { return true }
        return try propertiesAreApart(a, b, depth, place)
    }

    private func branchesAreApart(
        _ a: JSONObject, _ b: JSONObject, _ depth: Int, _ place: String
    ) throws(SchemaError) -> Bool {
        for (schema, other) in [(a, b), (b, a)] {
            guard let branches = schema["anyOf"]?.array ?? schema["oneOf"]?.array else { continue }
            for branch in branches {
                let merging = SchemaMerging(document: document)
                guard let inner = try merging.flattened(branch, at: place) else { continue }
                guard try areApart(inner, other, depth: depth + 1, at: place) else { return false }
            }
            return true
        }
        return false
    }

    /// Both want a property, and there it cannot be the same value.
    private func propertiesAreApart(
        _ a: JSONObject, _ b: JSONObject, _ depth: Int, _ place: String
    ) throws(SchemaError) -> Bool {
        let merging = SchemaMerging(document: document)
        let both = Self.required(by: a).intersection(Self.required(by: b))
        for name in both.sorted() {
            guard let own = a["properties"]?[name], let other = b["properties"]?[name] else { continue }
            guard let first = try merging.flattened(own, at: place),
                let second = try merging.flattened(other, at: place)
            else { return true }
            if try areApart(first, second, depth: depth + 1, at: place) { return true }
        }
        return false
    }

    /// `a` allows no other properties, and `b` wants one that it does not name.
    private func isClosed(_ a: JSONObject, to b: JSONObject) -> Bool {
        a["additionalProperties"]?.bool == false
            && Self.required(by: b).contains { a["properties"]?[$0] == nil }
    }

    private static func required(by schema: JSONObject) -> Set<String> {
        Set((schema["required"]?.array ?? []).compactMap(\.string))
    }

    private static func values(of schema: JSONObject) -> [JSONValue]? {
        let values = schema["enum"]?.array ?? schema["const"].map { [$0] }
        return schema["nullable"]?.bool == true ? values.map { $0 + [.null] } : values
    }

    private static func types(of schema: JSONObject) -> Set<String> {
        let all: JSONValue = ["null", "boolean", "number", "string", "array", "object"]
        var types = SchemaMerging.types(schema["type"] ?? all)
        if schema["nullable"]?.bool == true { types.insert("null") }
        return types
    }
}
