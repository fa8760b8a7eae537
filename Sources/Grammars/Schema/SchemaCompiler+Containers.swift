import JSON

extension SchemaCompiler {
    mutating func array(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        if schema["uniqueItems"]?.bool == true {
            throw SchemaError(place, .unsupported("uniqueItems", instead: "Leave it out, and look at the result."))
        }
        let items = ItemSchemas(schema)
        var first: [Symbol] = []
        for (index, item) in items.first.enumerated() {
            first.append(.rule(try rule(for: item, at: "\(place)/prefixItems/\(index)")))
        }
        let rest: Symbol
        if let schema = items.rest {
            rest = .rule(try rule(for: schema, at: "\(place)/items"))
        } else {
            rest = .rule(try anything(depth: 0))
        }
        return try list(of: first, rest: rest, schema["minItems"]?.int ?? 0, schema["maxItems"]?.int, place)
    }

    /// - Parameters:
    ///   - first: what the first elements are.
    ///   - rest: what all others are.
    mutating func list(
        of first: [Symbol], rest: Symbol, _ least: Int, _ most: Int?, _ name: String
    ) throws(SchemaError) -> Int {
        if let most, most < least { return try newRule(name, []) }
        guard max(least, most ?? 0) < GrammarBuilder.limit else {
            throw SchemaError(name, .grammar(.tooLarge(limit: GrammarBuilder.limit)))
        }
        let blank = try blank()
        let comma = GrammarBuilder.literal(",") + [blank]
        let close = [blank] + GrammarBuilder.literal("]")
        // From behind the last element that is counted, forwards: what may come behind `count` elements.
        let counted = max(least, most ?? 0, first.count)
        var after: [Symbol] = []
        if most == nil {
            let loop = builder.reserve(name)
            try define(loop, [close, comma + [rest, .rule(loop)]])
            after = [.rule(loop)]
        } else {
            after = [.rule(try newRule(name, [close]))]
        }
        for count in (0..<counted).reversed() {
            var alternatives: [[Symbol]] = []
            if count >= least { alternatives.append(count == 0 ? GrammarBuilder.literal("]") : close) }
            if most.map({ count < $0 }) ?? true {
                let element = count < first.count ? first[count] : rest
                alternatives.append((count == 0 ? [blank] : comma) + [element] + after)
            }
            after = [.rule(try newRule(name, alternatives))]
        }
        if counted == 0 {
            var alternatives = [GrammarBuilder.literal("]")]
            if most == nil { alternatives.append([blank, rest] + after) }
            after = [.rule(try newRule(name, alternatives))]
        }
        return try newRule(name, [GrammarBuilder.literal("[") + after])
    }

    mutating func object(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        var properties = schema["properties"]?.object ?? JSONObject()
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where properties[name] == nil {
            properties[name] = schema["additionalProperties"] ?? true
        }
        var named: [Member] = []
        for member in properties {
            let value = try rule(for: member.value, at: "\(place)/properties/\(member.key)")
            let key = GrammarBuilder.literal(JSONValue.string(member.key).serialized())
            named.append(
                Member(symbols: key + (try colon()) + [.rule(value)], isRequired: required.contains(member.key)))
        }
        // Others come only where they are described, or where no property is.
        var others: [Symbol]?
        let described = schema["additionalProperties"]
        if described?.bool != false, described?.object != nil || properties.isEmpty {
            let value: Symbol
            if let described, described.object != nil {
                value = .rule(try rule(for: described, at: "\(place)/additionalProperties"))
            } else {
                value = .rule(try anything(depth: 1))
            }
            others = [try key(otherThan: Array(properties.keys))] + (try colon()) + [value]
        }
        let least = schema["minProperties"]?.int ?? 0
        if least > named.count {
            // Keys that nothing keeps apart might turn out to be the same.
            guard others == nil else {
                let instead = "Name the properties and make them 'required'."
                throw SchemaError(place, .unsupported("minProperties", instead: instead))
            }
            return try newRule(place, [])
        }
        return try members(named, others: others, least, schema["maxProperties"]?.int, place)
    }

    struct Member {
        let symbols: [Symbol]
        let isRequired: Bool
    }

    /// An object of `named` members in their order, and then any number of `others`.
    mutating func members(
        _ named: [Member], others: [Symbol]?, _ least: Int, _ most: Int?, _ name: String
    ) throws(SchemaError) -> Int {
        let blank = try blank()
        let comma = GrammarBuilder.literal(",") + [blank]
        let close = [blank] + GrammarBuilder.literal("}")
        // Members before this one count only as far as somebody asks.
        let counted = max(least, most.map { min($0, named.count) + 1 } ?? 0, 1)
        func before(_ count: Int) -> [Symbol] { count == 0 ? [blank] : comma }
        func end(_ count: Int) -> [[Symbol]] {
            count < least ? [] : [count == 0 ? GrammarBuilder.literal("}") : close]
        }
        // after[count]: what may come where `count` members have been written.
        var after: [[Symbol]] = []
        for count in 0...counted {
            var alternatives = end(count)
            if let others {
                if let most {
                    if count < most {
                        let more = try repeated(comma + others, 0, most - count - 1, name)
                        alternatives.append(before(count) + others + more + close)
                    }
                } else {
                    let loop = builder.reserve(name)
                    try define(loop, [close, comma + others + [.rule(loop)]])
                    alternatives.append(before(count) + others + [.rule(loop)])
                }
            }
            after.append([.rule(try newRule(name, alternatives))])
        }
        for member in named.reversed() {
            var here: [[Symbol]] = []
            for count in 0...counted {
                var alternatives: [[Symbol]] = []
                if most.map({ count < $0 }) ?? true {
                    alternatives.append(before(count) + member.symbols + after[min(count + 1, counted)])
                }
                if !member.isRequired { alternatives.append(after[count]) }
                here.append([.rule(try newRule(name, alternatives))])
            }
            after = here
        }
        return try newRule(name, [GrammarBuilder.literal("{") + after[0]])
    }

    /// A key in quotation marks that is none of `names`.
    private mutating func key(otherThan names: [String]) throws(SchemaError) -> Symbol {
        guard !names.isEmpty else { return try text(of: Self.plainCharacters, 0, nil) }
        let quote = GrammarBuilder.literal("\"")
        let rest = try repeated([try scalar(of: Self.plainCharacters)], 0, nil, "plain characters")
        let rule = try keyRest(otherThan: names.map { Array($0.unicodeScalars) }, rest + quote)
        return .rule(try newRule("another key", [quote + [.rule(rule)]]))
    }

    /// - Parameter names: what must not come next, up to the quotation mark.
    private mutating func keyRest(
        otherThan names: [[Unicode.Scalar]], _ anything: [Symbol]
    ) throws(SchemaError) -> Int {
        var alternatives: [[Symbol]] = []
        if !names.contains(where: \.isEmpty) { alternatives.append(GrammarBuilder.literal("\"")) }
        let firsts = Set(names.compactMap(\.first))
        let others = Self.plainCharacters.subtracting(ScalarSet(firsts.map { $0.value...$0.value }))
        alternatives.append([try scalar(of: others)] + anything)
        for first in firsts.sorted() where Self.plainCharacters.contains(first.value) {
            let below = names.filter { $0.first == first }.map { Array($0.dropFirst()) }
            alternatives.append([try scalar(of: ScalarSet(first)), .rule(try keyRest(otherThan: below, anything))])
        }
        return try newRule("another key", alternatives)
    }
}
