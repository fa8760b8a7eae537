import JSON

/// A JSON Schema whose keywords have been looked at, with the places that references lead to.
struct SchemaDocument {
    let root: JSONValue

    /// - Throws: `SchemaError` for the first keyword that cannot be kept to.
    init(_ root: JSONValue) throws(SchemaError) {
        self.root = root
        try check(root, "#", depth: 0)
    }

    private func check(_ schema: JSONValue, _ place: String, depth: Int) throws(SchemaError) {
        guard depth < 100 else { throw SchemaError(place, .tooDeep) }
        if schema.bool != nil { return }
        guard let object = schema.object else { throw SchemaError(place, .notSchema(kind: schema.kind)) }
        for member in object {
            let (key, value) = (member.key, member.value)
            if let instead = SchemaKeywords.refused[key] {
                throw SchemaError(place, .unsupported(key, instead: instead))
            }
            guard SchemaKeywords.kept.contains(key) || SchemaKeywords.remarks.contains(key) || key.hasPrefix("x-")
            else {
                throw SchemaError(place, .unknownKeyword(key))
            }
            try checkValue(of: key, value, place)
            let below = "\(place)/\(key)"
            if SchemaKeywords.holdSchemasByName.contains(key) {
                guard let inner = value.object else {
                    throw SchemaError(place, .wrongValue(keyword: key, wanted: "an object of schemas"))
                }
                for member in inner { try check(member.value, "\(below)/\(member.key)", depth: depth + 1) }
            } else if let list = value.array, SchemaKeywords.holdSchemaLists.contains(key) || key == "items" {
                for (index, inner) in list.enumerated() { try check(inner, "\(below)/\(index)", depth: depth + 1) }
            } else if SchemaKeywords.holdSchemas.contains(key) {
                try check(value, below, depth: depth + 1)
            } else if SchemaKeywords.holdSchemaLists.contains(key) {
                throw SchemaError(place, .wrongValue(keyword: key, wanted: "a list of schemas"))
            }
        }
    }

    private static let types: Set = ["null", "boolean", "integer", "number", "string", "array", "object"]

    private func checkValue(of key: String, _ value: JSONValue, _ place: String) throws(SchemaError) {
        let fault: String?
        switch key {
        case "type":
            let names = value.array?.map(\.string) ?? [value.string]
            let areTypes = !names.isEmpty && names.allSatisfy { $0.map(Self.types.contains) ?? false }
            fault = areTypes ? nil : "a type or a list of types"
        case "required":
            fault = value.array.map { $0.allSatisfy { $0.string != nil } } ?? false ? nil : "a list of names"
        case "enum": fault = value.array == nil ? "a list" : nil
        case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
            fault = value.int.map { $0 >= 0 } ?? false ? nil : "a whole number from 0"
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
            if value.bool != nil {
                fault = "a number, as it is since draft 6"
            } else {
                fault = value.number == nil ? "a number" : nil
            }
        case "multipleOf": fault = value.double.map { $0 > 0 } ?? false ? nil : "a number over 0"
        case "pattern", "format", "$ref": fault = value.string == nil ? "a text" : nil
        case "uniqueItems", "nullable": fault = value.bool == nil ? "true or false" : nil
        default: fault = nil
        }
        if let fault { throw SchemaError(place, .wrongValue(keyword: key, wanted: fault)) }
    }

    /// What a reference points to.
    ///
    /// - Parameter reference: `#`, or a JSON pointer (RFC 6901) behind one.
    func target(of reference: String, at place: String) throws(SchemaError) -> JSONValue {
        guard reference == "#" || reference.hasPrefix("#/") else { throw SchemaError(place, .noTarget(reference)) }
        var value = root
        for part in reference.dropFirst().split(separator: "/", omittingEmptySubsequences: true) {
            let name = Self.percentDecoded(part).replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = value[name] ?? Int(name).flatMap({ value[$0] }) else {
                throw SchemaError(place, .noTarget(reference))
            }
            value = next
        }
        return value
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
