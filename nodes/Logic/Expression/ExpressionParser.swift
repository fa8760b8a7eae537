/// Reads an expression with Python's precedences.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    private var next = 0
    private var depth = 0

    /// More brackets than anybody writes; each level takes stack.
    private static let mostLevels = 100

    /// - Throws: `ExpressionError`, where it stops making sense.
    static func parse(_ text: String) throws(ExpressionError) -> Expression {
        var parser = ExpressionParser(tokens: try ExpressionToken.tokens(of: text))
        guard !parser.tokens.isEmpty else { throw .empty }
        let expression = try parser.choice()
        guard parser.next == parser.tokens.count else { throw parser.unexpected() }
        return expression
    }

    private init(tokens: [ExpressionToken]) {
        self.tokens = tokens
    }

    /// `a if b else c`, the loosest of all.
    private mutating func choice() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.mostLevels { throw .tooDeep }
        let value = try or()
        guard take("if") else { return value }
        let condition = try or()
        try expect("else")
        return .choice(value, if: condition, else: try choice())
    }

    private mutating func or() throws(ExpressionError) -> Expression {
        var result = try and()
        while take("or") { result = .or(result, try and()) }
        return result
    }

    private mutating func and() throws(ExpressionError) -> Expression {
        var result = try not()
        while take("and") { result = .and(result, try not()) }
        return result
    }

    private mutating func not() throws(ExpressionError) -> Expression {
        var count = 0
        while take("not") { count += 1 }
        var result = try comparison()
        for _ in 0..<min(count, 2 - count % 2) { result = .not(result) }
        return result
    }

    private mutating func comparison() throws(ExpressionError) -> Expression {
        let first = try operation(Self.levels[...])
        var rest: [Expression.Comparand] = []
        while let comparison = takeComparison() {
            rest.append(.init(comparison: comparison, operand: try operation(Self.levels[...])))
        }
        return rest.isEmpty ? first : .comparison(first, rest)
    }

    private mutating func takeComparison() -> ExpressionComparison? {
        if peek == "not", next + 1 < tokens.count, tokens[next + 1].text == "in" {
            next += 2
            return .isNotIn
        }
        guard let comparison = peek.flatMap(ExpressionComparison.init(rawValue:)) else { return nil }
        next += 1
        return comparison
    }

    /// From the loosest to the tightest; all are taken from left to right.
    private static let levels: [Set<String>] = [
        ["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"],
    ]

    private mutating func operation(_ levels: ArraySlice<Set<String>>) throws(ExpressionError) -> Expression {
        guard let level = levels.first else { return try sign() }
        var result = try operation(levels.dropFirst())
        while let text = peek, level.contains(text), let operation = ExpressionOperator(rawValue: text) {
            next += 1
            result = .operation(operation, result, try self.operation(levels.dropFirst()))
        }
        return result
    }

    /// Signs, which bind less than a power to their right.
    private mutating func sign() throws(ExpressionError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.mostLevels { throw .tooDeep }
        if take("-") { return .negated(try sign()) }
        if take("+") { return try sign() }
        if take("~") { return .inverted(try sign()) }
        let base = try postfix()
        return take("**") ? .operation(.power, base, try sign()) : base
    }

    private mutating func postfix() throws(ExpressionError) -> Expression {
        var result = try atom()
        while take("[") {
            result = .element(result, try choice())
            try expect("]")
        }
        return result
    }

    private mutating func atom() throws(ExpressionError) -> Expression {
        guard next < tokens.count else { throw .unfinished }
        let token = tokens[next]
        switch token.kind {
        case .number(let value):
            next += 1
            return .number(value)
        case .word where !ExpressionToken.keywords.contains(token.text):
            next += 1
            guard take("(") else { return Self.constants[token.text] ?? .name(token.text) }
            guard let function = ExpressionFunction(rawValue: token.text) else { throw .unknownFunction(token.text) }
            return .call(function, try arguments())
        case .sign where token.text == "(":
            next += 1
            let inner = try choice()
            try expect(")")
            return inner
        default:
            throw unexpected()
        }
    }

    private static let constants: [String: Expression] = ["True": .number(.int(1)), "False": .number(.int(0))]

    private mutating func arguments() throws(ExpressionError) -> [Expression] {
        var arguments: [Expression] = []
        if take(")") { return [] }
        repeat { arguments.append(try choice()) } while take(",")
        try expect(")")
        return arguments
    }

    private var peek: String? { next < tokens.count ? tokens[next].text : nil }

    private mutating func take(_ text: String) -> Bool {
        guard peek == text else { return false }
        next += 1
        return true
    }

    private mutating func expect(_ text: String) throws(ExpressionError) {
        guard take(text) else { throw unexpected() }
    }

    private func unexpected() -> ExpressionError {
        next < tokens.count ? .unexpected(tokens[next].text, at: tokens[next].position) : .unfinished
    }
}
