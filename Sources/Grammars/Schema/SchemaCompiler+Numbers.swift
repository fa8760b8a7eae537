import JSON

extension SchemaCompiler {
    mutating func integer(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        if let unit = schema["multipleOf"]?.double, unit != 1 { return try multiples(schema, at: place) }
        guard Self.isBounded(schema) else {
            return try sharedRule("an integer") { compiler throws(SchemaError) in
                [[.rule(try compiler.minus()), .rule(try compiler.wholePart())]]
            }
        }
        return try inRange(schema, places: 0, at: place)
    }

    mutating func number(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        if schema["multipleOf"] != nil { return try integer(schema, at: place) }
        guard Self.isBounded(schema) else {
            return try sharedRule("a number") { compiler throws(SchemaError) in
                let digit = try compiler.scalar(of: ScalarSet("0123456789"))
                let fraction = GrammarBuilder.literal(".") + (try compiler.repeated([digit], 1, 15, "digits"))
                let mark = try compiler.scalar(of: ScalarSet("eE"))
                let sign: Symbol = .rule(
                    try compiler.newRule("a sign", [[], GrammarBuilder.literal("+"), GrammarBuilder.literal("-")]))
                let exponent = [mark, sign] + (try compiler.repeated([digit], 1, 2, "digits"))
                return [
                    [
                        .rule(try compiler.minus()), .rule(try compiler.wholePart()),
                        .rule(try compiler.newRule("a fraction", [[], fraction])),
                        .rule(try compiler.newRule("an exponent", [[], exponent])),
                    ]
                ]
            }
        }
        return try inRange(schema, places: 6, at: place)
    }

    private mutating func minus() throws(SchemaError) -> Int {
        try sharedRule("a minus") { _ in [[], GrammarBuilder.literal("-")] }
    }

    /// Up to 15 digits, which a `Double` holds exactly.
    private mutating func wholePart() throws(SchemaError) -> Int {
        try sharedRule("a whole part") { compiler throws(SchemaError) in
            let digit = try compiler.scalar(of: ScalarSet("0123456789"))
            return [
                GrammarBuilder.literal("0"),
                [try compiler.scalar(of: ScalarSet("123456789"))] + (try compiler.repeated([digit], 0, 14, "digits")),
            ]
        }
    }

    private static func isBounded(_ schema: JSONObject) -> Bool {
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].contains { schema[$0] != nil }
    }

    /// The range of a schema's bounds, each open side at 15 digits or some more than the bound has.
    private func range(of schema: JSONObject, at place: String) throws(SchemaError) -> (low: Bound, high: Bound) {
        func bound(_ keyword: String) throws(SchemaError) -> DecimalBound? {
            guard let number = schema[keyword]?.number else { return nil }
            guard let bound = DecimalBound(number) else {
                throw SchemaError(place, .unsupported(keyword, instead: "Use a bound of at most 40 digits."))
            }
            return bound
        }
        var low = Bound(value: DecimalBound(isNegative: true, whole: DecimalBound.large.whole), isTaken: true)
        var high = Bound(value: .large, isTaken: true)
        if let value = try bound("minimum") { low = Bound(value: value, isTaken: true) }
        if let value = try bound("exclusiveMinimum"), schema["minimum"] == nil || !value.isLessSigned(than: low.value) {
            low = Bound(value: value, isTaken: false)
        }
        if let value = try bound("maximum") { high = Bound(value: value, isTaken: true) }
        if let value = try bound("exclusiveMaximum"), schema["maximum"] == nil || !high.value.isLessSigned(than: value)
        {
            high = Bound(value: value, isTaken: false)
        }
        let isOpenAbove = schema["maximum"] == nil && schema["exclusiveMaximum"] == nil
        if isOpenAbove, !low.value.isNegative, low.value.whole.count >= 15 {
            let nines = [UInt8](repeating: 9, count: low.value.whole.count + 1)
            high = Bound(value: DecimalBound(whole: nines), isTaken: true)
        }
        let isOpenBelow = schema["minimum"] == nil && schema["exclusiveMinimum"] == nil
        if isOpenBelow, high.value.isNegative, high.value.whole.count >= 15 {
            let nines = [UInt8](repeating: 9, count: high.value.whole.count + 1)
            low = Bound(value: DecimalBound(isNegative: true, whole: nines), isTaken: true)
        }
        return (low, high)
    }

    private struct Bound {
        let value: DecimalBound
        let isTaken: Bool
    }

    /// - Parameter places: digits behind the point at most, beyond those that a bound has.
    private mutating func inRange(_ schema: JSONObject, places: Int, at place: String) throws(SchemaError) -> Int {
        let (low, high) = try range(of: schema, at: place)
        var alternatives: [[Symbol]] = []
        if !high.value.isNegative {
            // From zero or the lower bound up.
            let from = low.value.isNegative ? Bound(value: .zero, isTaken: true) : low
            let range = DecimalRange(
                low: from.value, high: high.value, takesLow: from.isTaken, takesHigh: high.isTaken)
            if !range.isEmpty { alternatives.append([.rule(try magnitudes(range, places, place))]) }
        }
        if low.value.isNegative {
            let to = high.value.isNegative ? high : Bound(value: .zero, isTaken: false)
            let range = DecimalRange(
                low: to.value.magnitude, high: low.value.magnitude, takesLow: to.isTaken, takesHigh: low.isTaken)
            if !range.isEmpty {
                alternatives.append(GrammarBuilder.literal("-") + [.rule(try magnitudes(range, places, place))])
            }
        }
        return try newRule(place, alternatives)
    }

    /// Numbers without a sign in `range`.
    private mutating func magnitudes(
        _ range: DecimalRange, _ places: Int, _ name: String
    ) throws(SchemaError) -> Int {
        var alternatives: [[Symbol]] = []
        for length in max(1, range.low.whole.count)...max(1, range.high.whole.count) {
            var digits = DigitRules(range, length: length, places: places, name: name)
            alternatives.append([.rule(try digits.rule(at: 0, digits.start, &self))])
        }
        return try newRule(name, alternatives)
    }

    /// Integers that a whole number divides: listed if there are few, or by what is left over digit by digit.
    private mutating func multiples(_ schema: JSONObject, at place: String) throws(SchemaError) -> Int {
        guard let unit = schema["multipleOf"]?.int else {
            throw SchemaError(
                place, .unsupported("multipleOf", instead: "Use a whole number, or a 'pattern' in a text."))
        }
        if !Self.isBounded(schema) {
            guard unit <= 1000 else {
                throw SchemaError(place, .unsupported("multipleOf", instead: "Use one up to 1000, or give bounds."))
            }
            return try multiples(of: unit, place)
        }
        let (low, high) = try range(of: schema, at: place)
        guard let first = low.value.int, let last = high.value.int, last / unit - first / unit <= 2000 else {
            throw SchemaError(place, .unsupported("multipleOf", instead: "Give both bounds, for at most 2000 values."))
        }
        let validator = try SchemaValidator(document.root)
        let multiples = (first / unit - 1...last / unit + 1).map { JSONValue.int($0 * unit) }
        var asked = schema
        asked["multipleOf"] = nil
        return try newRule(
            place, multiples.filter { validator.accepts($0, asked) }.map { GrammarBuilder.literal($0.serialized()) })
    }

    private mutating func multiples(of unit: Int, _ place: String) throws(SchemaError) -> Int {
        let rules = (0..<unit).map { _ in builder.reserve(place) }
        for (left, rule) in rules.enumerated() {
            try define(
                rule,
                (left == 0 ? [[]] : [])
                    + (0...9).map { GrammarBuilder.literal("\($0)") + [.rule(rules[(left * 10 + $0) % unit])] })
        }
        let starts = (1...9).map { GrammarBuilder.literal("\($0)") + [.rule(rules[$0 % unit])] }
        let digits = try newRule(place, starts)
        return try newRule(place, [GrammarBuilder.literal("0"), [.rule(try minus()), .rule(digits)]])
    }
}

extension DecimalBound {
    /// With the sign.
    func isLessSigned(than other: DecimalBound) -> Bool {
        if isNegative != other.isNegative { return isNegative }
        return isNegative ? other.magnitude.isLess(than: magnitude) : isLess(than: other)
    }

    /// The whole part, if it has at most 15 digits.
    var int: Int? {
        guard whole.count <= 15 else { return nil }
        let value = whole.reduce(0) { $0 * 10 + Int($1) }
        return isNegative ? -value : value
    }
}
