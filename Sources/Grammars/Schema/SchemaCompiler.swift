import JSON

/// Makes a grammar of a JSON Schema.
struct SchemaCompiler {
    typealias Symbol = Grammar.Symbol

    let document: SchemaDocument
    private let merging: SchemaMerging
    var builder = GrammarBuilder()
    /// Rules by schema: a schema that contains itself comes back to its own rule.
    private var known: [JSONValue: Int] = [:]
    var shared: [String: Int] = [:]

    init(_ schema: JSONValue) throws(SchemaError) {
        document = try SchemaDocument(schema)
        merging = SchemaMerging(document: document)
    }

    mutating func grammar() throws(SchemaError) -> Grammar {
        let root = try rule(for: document.root, at: "#")
        do {
            return try builder.grammar(root: root)
        } catch .endless {
            throw SchemaError("#", .unsatisfiable)
        } catch {
            throw SchemaError("#", .grammar(error))
        }
    }

    /// What follows it satisfies the schema; nothing follows it if nothing does.
    mutating func rule(for schema: JSONValue, at place: String) throws(SchemaError) -> Int {
        if let rule = known[schema] { return rule }
        let rule = builder.reserve(place)
        known[schema] = rule
        var alternatives: [[Symbol]] = []
        if let object = try merging.flattened(schema, at: place) {
            alternatives = try self.alternatives(of: object, at: place)
        }
        try define(rule, alternatives)
        return rule
    }

    private mutating func alternatives(of schema: JSONObject, at place: String) throws(SchemaError) -> [[Symbol]] {
        for choice in ["anyOf", "oneOf"] {
            guard let branches = schema[choice]?.array else { continue }
            var rest = schema
            rest[choice] = nil
            var alternatives: [[Symbol]] = []
            var schemas: [JSONObject] = []
            for (index, branch) in branches.enumerated() {
                let place = "\(place)/\(choice)/\(index)"
                guard let inner = try merging.flattened(branch, at: place),
                    let both = try merging.merged(rest, inner, at: place)
                else { continue }
                schemas.append(both)
                alternatives.append([.rule(try self.rule(for: .object(both), at: place))])
            }
            if choice == "oneOf" { try refuseOverlap(of: schemas, at: place) }
            return alternatives
        }
        var alternatives: [[Symbol]] = []
        if schema["nullable"]?.bool == true { alternatives.append(GrammarBuilder.literal("null")) }
        if let values = schema["enum"]?.array ?? schema["const"].map({ [$0] }) {
            let validator = try SchemaValidator(document.root)
            var asked = schema
            asked["nullable"] = nil
            let fitting = values.filter { validator.accepts($0, asked) }
            return alternatives + fitting.map { GrammarBuilder.literal($0.serialized()) }
        }
        guard let types = schema["type"] else {
            if schema.keys.contains(where: { Self.aboutValues.contains($0) }) {
                for type in ["null", "boolean", "number", "string", "array", "object"] {
                    alternatives.append(try value(of: type, schema, at: place))
                }
                return alternatives
            }
            return [[.rule(try anything(depth: 0))]]
        }
        for type in types.array ?? [types] {
            alternatives.append(try value(of: type.string ?? "", schema, at: place))
        }
        return alternatives
    }

    private static let aboutValues: Set = [
        "properties", "required", "additionalProperties", "minProperties", "maxProperties", "items", "prefixItems",
        "additionalItems", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "format",
        "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    ]

    private mutating func value(
        of type: String, _ schema: JSONObject, at place: String
    ) throws(SchemaError) -> [Symbol] {
        switch type {
        case "null": return GrammarBuilder.literal("null")
        case "boolean":
            return [
                .rule(
                    try sharedRule("a truth value") { _ in
                        [GrammarBuilder.literal("true"), GrammarBuilder.literal("false")]
                    })
            ]
        case "integer": return [.rule(try integer(schema, at: place))]
        case "number": return [.rule(try number(schema, at: place))]
        case "string": return [.rule(try string(schema, at: place))]
        case "array": return [.rule(try array(schema, at: place))]
        default: return [.rule(try object(schema, at: place))]
        }
    }

    /// Any value at all; in arrays and objects only so deep that a text of nothing but brackets cannot grow for ever.
    mutating func anything(depth: Int) throws(SchemaError) -> Int {
        let name = "anything \(depth)"
        if let rule = shared[name] { return rule }
        let rule = builder.reserve(name)
        shared[name] = rule
        var alternatives: [[Symbol]] = []
        for type in ["null", "boolean", "number", "string"] {
            alternatives.append(try value(of: type, JSONObject(), at: name))
        }
        if depth < 5 {
            let inner = Symbol.rule(try anything(depth: depth + 1))
            alternatives.append([.rule(try list(of: [], rest: inner, 0, nil, name))])
            let key = try text(of: Self.plainCharacters, 0, nil)
            alternatives.append([.rule(try members([], others: [key] + (try colon()) + [inner], 0, nil, name))])
        }
        try define(rule, alternatives)
        return rule
    }
}

/// Building blocks that more than one kind of value uses.
extension SchemaCompiler {
    mutating func define(_ rule: Int, _ alternatives: [[Symbol]]) throws(SchemaError) {
        do { try builder.define(rule, alternatives) } catch { throw SchemaError("#", .grammar(error)) }
    }

    mutating func newRule(_ name: String, _ alternatives: [[Symbol]]) throws(SchemaError) -> Int {
        do { return try builder.rule(name, alternatives) } catch { throw SchemaError("#", .grammar(error)) }
    }

    mutating func scalar(of set: ScalarSet) throws(SchemaError) -> Symbol {
        do { return try builder.scalar(of: set) } catch { throw SchemaError("#", .grammar(error)) }
    }

    mutating func repeated(
        _ symbols: [Symbol], _ least: Int, _ most: Int?, _ name: String
    ) throws(SchemaError) -> [Symbol] {
        do { return try builder.repeated(symbols, least, most, name: name) } catch {
            throw SchemaError("#", .grammar(error))
        }
    }

    mutating func sharedRule(
        _ name: String, _ alternatives: (inout SchemaCompiler) throws(SchemaError) -> [[Symbol]]
    ) throws(SchemaError) -> Int {
        if let rule = shared[name] { return rule }
        let rule = try newRule(name, try alternatives(&self))
        shared[name] = rule
        return rule
    }

    /// Nothing or one blank: more would only cost tokens, and weak models would go on with it.
    mutating func blank() throws(SchemaError) -> Symbol {
        .rule(try sharedRule("a blank") { _ in [[], GrammarBuilder.literal(" ")] })
    }

    mutating func colon() throws(SchemaError) -> [Symbol] {
        [.rule(try sharedRule("a colon") { _ in [GrammarBuilder.literal(":"), GrammarBuilder.literal(": ")] })]
    }
}
