import JSON

extension SchemaCompiler {
    /// Characters that stand in JSON as they are.
    static let plainCharacters = ScalarSet.all.subtracting(ScalarSet([0...0x1F])).subtracting(ScalarSet("\"\\"))

    mutating func string(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        let least = schema["minLength"]?.int ?? 0
        let most = schema["maxLength"]?.int
        if let most, most < least { return try newRule(place, []) }
        var pattern = schema["pattern"]?.string
        if let format = schema["format"]?.string {
            guard pattern == nil else {
                throw SchemaError(place, .unsupported("format", instead: "Give 'pattern' or 'format', not both."))
            }
            guard let known = Self.formats[format] else {
                let names = Self.formats.keys.sorted().joined(separator: ", ")
                throw SchemaError(place, .unsupported(format, instead: "Use a 'pattern', or one of \(names)."))
            }
            pattern = known
        }
        if let pattern {
            return try text(matching: pattern, least: least, most: most, at: place)
        }
        return try newRule("a text", [[try text(of: nil, least, most)]])
    }

    /// The characters of a text in quotation marks.
    ///
    /// - Parameter set: which; nil for all, those that JSON writes with a backslash among them.
    mutating func text(of set: ScalarSet?, _ least: Int, _ most: Int?) throws(SchemaError) -> Symbol {
        let character: Symbol
        if let set { character = try scalar(of: set) } else { character = .rule(try anyCharacter()) }
        let name = set == nil ? "characters" : "plain characters"
        return .rule(
            try sharedRule("\(name) \(least) \(most ?? -1)") { compiler throws(SchemaError) in
                let quote = GrammarBuilder.literal("\"")
                return [quote + (try compiler.repeated([character], least, most, name)) + quote]
            })
    }

    private mutating func anyCharacter() throws(SchemaError) -> Int {
        try sharedRule("a character") { compiler throws(SchemaError) in
            let escapes = try compiler.scalar(of: ScalarSet("\"\\/bfnrt"))
            return [
                [try compiler.scalar(of: Self.plainCharacters)], GrammarBuilder.literal("\\") + [escapes],
                [.rule(try compiler.unicodeEscape())],
            ]
        }
    }

    /// `\u00e9`, or two of them for what lies beyond; no half of a pair alone.
    private mutating func unicodeEscape() throws(SchemaError) -> Int {
        try sharedRule("an escape") { compiler throws(SchemaError) in
            let any = try compiler.scalar(of: ScalarSet("0123456789abcdefABCDEF"))
            func mark(_ symbols: [Symbol]) -> [Symbol] { GrammarBuilder.literal("\\u") + symbols }
            let d = try compiler.scalar(of: ScalarSet("dD"))
            return [
                mark([try compiler.scalar(of: ScalarSet("0123456789abcefABCEF")), any, any, any]),
                mark([d, try compiler.scalar(of: ScalarSet("01234567")), any, any]),
                mark([d, try compiler.scalar(of: ScalarSet("89abAB")), any, any])
                    + mark([d, try compiler.scalar(of: ScalarSet("cdefCDEF")), any, any]),
            ]
        }
    }

    /// One character of a set, as JSON writes it.
    mutating func encodedScalar(of set: ScalarSet) throws(SchemaError) -> Symbol {
        var alternatives: [[Symbol]] = []
        let plain = set.intersection(Self.plainCharacters)
        if !plain.isEmpty { alternatives.append([try scalar(of: plain)]) }
        for range in set.subtracting(Self.plainCharacters).ranges {
            for value in range { alternatives.append(GrammarBuilder.literal(Self.escape(value))) }
        }
        if alternatives.count == 1, alternatives[0].count == 1 { return alternatives[0][0] }
        return .rule(try newRule("a class", alternatives))
    }

    private static func escape(_ value: UInt32) -> String {
        switch value {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let digits = String(value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    /// Patterns all of whose matches are of the format; not all that are.
    static let formats: [String: String] = {
        let date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
        let time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
        let byte = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
        return [
            "date": "^\(date)$", "time": "^\(time)$", "date-time": "^\(date)T\(time)$",
            "uuid": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            "ipv4": "^\(byte)\\.\(byte)\\.\(byte)\\.\(byte)$",
            "email": "^[a-z0-9]+([._+-][a-z0-9]+)*@[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z]{2,10})+$",
            "uri": "^https?://[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z]{2,10})+(/[A-Za-z0-9._~-]+)*/?$",
        ]
    }()
}
