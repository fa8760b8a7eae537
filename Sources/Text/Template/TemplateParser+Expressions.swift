extension TemplateParser {
    /// Loosest first: `a if b else c`, or, and, not, comparisons, `~`, sums, products, powers, filters, postfixes.
    mutating func expression() throws(TemplateError) -> TemplateExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault(.tooDeep) }
        let line = line
        let value = try disjunction()
        guard takes(name: "if") else { return .located(value, line: line) }
        let condition = try disjunction()
        let otherwise = takes(name: "else") ? try expression() : nil
        return .located(.conditional(value, if: condition, else: otherwise), line: line)
    }

    mutating func disjunction() throws(TemplateError) -> TemplateExpression {
        var left = try conjunction()
        while takes(name: "or") { left = .binary("or", left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(TemplateError) -> TemplateExpression {
        var left = try negation()
        while takes(name: "and") { left = .binary("and", left, try negation()) }
        return left
    }

    private mutating func negation() throws(TemplateError) -> TemplateExpression {
        var count = 0
        while takes(name: "not") { count += 1 }
        let value = try comparison()
        return count.isMultiple(of: 2) ? value : .not(value)
    }

    private mutating func comparison() throws(TemplateError) -> TemplateExpression {
        var left = try concatenation()
        while true {
            if case .symbol(let symbol)? = current, ["==", "!=", "<", ">", "<=", ">="].contains(symbol) {
                advance()
                left = .binary(symbol, left, try concatenation())
            } else if takes(name: "in") {
                left = .binary("in", left, try concatenation())
            } else if current == .name("not") {
                advance()
                guard takes(name: "in") else { throw unexpected() }
                left = .not(.binary("in", left, try concatenation()))
            } else {
                return left
            }
        }
    }

    private mutating func concatenation() throws(TemplateError) -> TemplateExpression {
        var left = try sum()
        while takes("~") { left = .binary("~", left, try sum()) }
        return left
    }

    private mutating func sum() throws(TemplateError) -> TemplateExpression {
        var left = try product()
        while case .symbol(let symbol)? = current, symbol == "+" || symbol == "-" {
            advance()
            left = .binary(symbol, left, try product())
        }
        return left
    }

    private mutating func product() throws(TemplateError) -> TemplateExpression {
        var left = try signed()
        while case .symbol(let symbol)? = current, ["*", "/", "//", "%"].contains(symbol) {
            advance()
            left = .binary(symbol, left, try signed())
        }
        return left
    }

    private mutating func signed() throws(TemplateError) -> TemplateExpression {
        var count = 0
        while takes("-") { count += 1 }
        let value = try postfix()
        return count.isMultiple(of: 2) ? value : .minus(value)
    }

    private mutating func postfix() throws(TemplateError) -> TemplateExpression {
        var value = try primary()
        while true {
            if takes(".") {
                value = .attribute(value, try expectName())
            } else if takes("[") {
                value = try subscripted(value)
            } else if takes("(") {
                value = .call(value, try arguments())
            } else if takes("|") {
                let name = try expectName()
                value = .filter(value, name, takes("(") ? try arguments() : TemplateArguments())
            } else if takes(name: "is") {
                value = try test(of: value)
            } else {
                return value
            }
        }
    }

    private static let testsWithArgument: Set = [
        "divisibleby", "equalto", "eq", "sameas", "in", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge",
    ]

    private mutating func test(of value: TemplateExpression) throws(TemplateError) -> TemplateExpression {
        let isNegated = takes(name: "not")
        let name = try expectName()
        var arguments: [TemplateExpression] = []
        if takes("(") {
            arguments = try self.arguments().values
        } else if Self.testsWithArgument.contains(name) {
            arguments = [try primary()]
        }
        return .test(value, name, arguments, isNegated: isNegated)
    }

    private mutating func subscripted(_ value: TemplateExpression) throws(TemplateError) -> TemplateExpression {
        var bounds: [TemplateExpression?] = []
        var bound: TemplateExpression?
        while true {
            if takes("]") {
                bounds.append(bound)
                break
            }
            if takes(":") {
                bounds.append(bound)
                bound = nil
            } else {
                bound = try expression()
            }
        }
        if bounds.count == 1, let index = bounds[0] { return .item(value, index) }
        guard 2...3 ~= bounds.count else { throw unexpected() }
        return .slice(value, from: bounds[0], to: bounds[1], step: bounds.count > 2 ? bounds[2] : nil)
    }

    mutating func arguments() throws(TemplateError) -> TemplateArguments {
        var arguments = TemplateArguments()
        while !takes(")") {
            let value = try expression()
            if takes("=") {
                guard case .located(.name(let name), _) = value else { throw unexpected() }
                arguments.named.append((name, try expression()))
            } else {
                arguments.values.append(value)
            }
            guard takes(",") || current == .symbol(")") else { throw unexpected() }
        }
        return arguments
    }

    private mutating func primary() throws(TemplateError) -> TemplateExpression {
        guard let kind = current else { throw unexpected() }
        switch kind {
        case .string(var text):
            advance()
            // Neighbours are one string.
            while case .string(let more)? = current {
                text += more
                advance()
            }
            return .literal(.string(text))
        case .integer(let value):
            advance()
            return .literal(.integer(value))
        case .number(let value):
            advance()
            return .literal(.number(value))
        case .name(let name):
            advance()
            return Self.constants[name].map { .literal($0) } ?? .name(name)
        case .symbol("("):
            advance()
            return try parenthesized()
        case .symbol("["):
            advance()
            return .list(try items(until: "]"))
        case .symbol("{"):
            advance()
            return try object()
        default: throw unexpected()
        }
    }

    private static var constants: [String: TemplateValue] {
        [
            "true": .boolean(true), "True": .boolean(true), "false": .boolean(false), "False": .boolean(false),
            "none": .none, "None": .none,
        ]
    }

    private mutating func parenthesized() throws(TemplateError) -> TemplateExpression {
        let first = try expression()
        if takes(")") { return first }
        try expect(",")
        return .list([first] + (try items(until: ")")))
    }

    private mutating func items(until end: String) throws(TemplateError) -> [TemplateExpression] {
        var items: [TemplateExpression] = []
        while !takes(end) {
            items.append(try expression())
            guard takes(",") || current == .symbol(end) else { throw unexpected() }
        }
        return items
    }

    private mutating func object() throws(TemplateError) -> TemplateExpression {
        var entries: [(TemplateExpression, TemplateExpression)] = []
        while !takes("}") {
            let key = try expression()
            try expect(":")
            entries.append((key, try expression()))
            guard takes(",") || current == .symbol("}") else { throw unexpected() }
        }
        return .object(entries)
    }
}
