/// What stands after `#if`: whole numbers, and macros that stand for some.
struct Condition {
    private let tokens: [Token]
    private var position = 0
    private let place: SourcePlace

    static func holds(_ tokens: [Token], at place: SourcePlace, _ macros: Macros) throws(ShaderError) -> Bool {
        var reader = Condition(tokens: try macros.expanded(resolved(tokens, macros)), place: place)
        let value = try reader.value(from: 0)
        guard reader.position == reader.tokens.count else {
            throw ShaderError(.badCondition(reader.tokens[reader.position].text), at: place)
        }
        return value != 0
    }

    private init(tokens: [Token], place: SourcePlace) {
        self.tokens = tokens
        self.place = place
    }

    /// `defined NAME` and `defined(NAME)` as 1 or 0, before macros are replaced.
    private static func resolved(_ tokens: [Token], _ macros: Macros) throws(ShaderError) -> [Token] {
        var result: [Token] = []
        var position = 0
        while position < tokens.count {
            let token = tokens[position]
            position += 1
            guard token.text == "defined" else {
                result.append(token)
                continue
            }
            let hasParentheses = position < tokens.count && tokens[position].text == "("
            let named = position + (hasParentheses ? 1 : 0)
            guard named < tokens.count, tokens[named].kind == .word,
                !hasParentheses || named + 1 < tokens.count && tokens[named + 1].text == ")"
            else { throw ShaderError(.badCondition("defined"), at: token.place) }
            position = named + (hasParentheses ? 2 : 1)
            result.append(Token(.integer, macros.isDefined(tokens[named].text) ? "1" : "0", at: token.place))
        }
        return result
    }

    /// From loosest to tightest.
    private static let levels: [[String]] = [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"],
        ["*", "/", "%"],
    ]

    private mutating func value(from level: Int) throws(ShaderError) -> Int {
        guard level < Self.levels.count else { return try single() }
        var left = try value(from: level + 1)
        while position < tokens.count, Self.levels[level].contains(tokens[position].text) {
            let operation = tokens[position].text
            position += 1
            left = try applied(operation, left, try value(from: level + 1))
        }
        return left
    }

    private func applied(_ operation: String, _ a: Int, _ b: Int) throws(ShaderError) -> Int {
        switch operation {
        case "||": return a != 0 || b != 0 ? 1 : 0
        case "&&": return a != 0 && b != 0 ? 1 : 0
        case "|": return a | b
        case "^": return a ^ b
        case "&": return a & b
        case "==": return a == b ? 1 : 0
        case "!=": return a != b ? 1 : 0
        case "<": return a < b ? 1 : 0
        case ">": return a > b ? 1 : 0
        case "<=": return a <= b ? 1 : 0
        case ">=": return a >= b ? 1 : 0
        case "<<": return a << (b & 31)
        case ">>": return a >> (b & 31)
        case "+": return a &+ b
        case "-": return a &- b
        case "*": return a &* b
        default:
            guard b != 0 else { throw ShaderError(.badCondition("\(operation) 0"), at: place) }
            return operation == "/"
                ? a.dividedReportingOverflow(by: b).0 : a.remainderReportingOverflow(dividingBy: b).0
        }
    }

    private mutating func single() throws(ShaderError) -> Int {
        guard position < tokens.count else { throw ShaderError(.badCondition("the end of the line"), at: place) }
        let token = tokens[position]
        position += 1
        switch token.text {
        case "-": return 0 &- (try single())
        case "+": return try single()
        case "!": return try single() == 0 ? 1 : 0
        case "~": return ~(try single())
        case "(":
            let value = try value(from: 0)
            guard position < tokens.count, tokens[position].text == ")" else {
                throw ShaderError(.badCondition("("), at: token.place)
            }
            position += 1
            return value
        default:
            guard token.kind == .integer, let value = IntegerLiteral(token.text) else {
                throw ShaderError(.badCondition(token.text), at: token.place)
            }
            return Int(Int32(bitPattern: value.bits))
        }
    }
}
