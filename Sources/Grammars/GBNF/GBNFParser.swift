/// Reads rules such as `root ::= "yes" | "no"`.
struct GBNFParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var builder = GrammarBuilder()
    private var rules: [String: Int] = [:]
    private var isDefined: Set<Int> = []
    /// Where a rule was first used, for messages.
    private var firstUse: [(name: String, line: Int)] = []
    private var depth = 0

    /// Brackets in brackets.
    private static let deepest = 200

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func grammar() throws(GrammarError) -> Grammar {
        skipBlanks(andLines: true)
        while place < scalars.count {
            try parseRule()
            skipBlanks(andLines: true)
        }
        for (name, line) in firstUse where !isDefined.contains(rules[name] ?? -1) {
            throw .noRule(name: name, line: line)
        }
        guard let root = rules["root"], isDefined.contains(root) else { throw .noRoot }
        return try builder.grammar(root: root)
    }

    private mutating func parseRule() throws(GrammarError) {
        let line = position.line
        let name = try parseName()
        skipBlanks(andLines: false)
        for character in "::=".unicodeScalars { try expect(character, "'::='") }
        let rule = rule(named: name)
        guard isDefined.insert(rule).inserted else { throw .ruleTwice(name: name, line: line) }
        let alternatives = try parseAlternatives(name, inBrackets: false)
        try builder.define(rule, alternatives)
        skipBlanks(andLines: false)
        guard next == nil || next == "\n" || next == "\r" else { throw fault("a new line") }
    }

    /// - Parameter inBrackets: whether a line may end anywhere.
    private mutating func parseAlternatives(
        _ name: String, inBrackets: Bool
    ) throws(GrammarError) -> [[GrammarBuilder.Symbol]] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault("something with fewer brackets") }
        skipBlanks(andLines: true)
        var alternatives = [try parseSequence(name, inBrackets)]
        while isAtChoice() {
            place += 1
            skipBlanks(andLines: true)
            alternatives.append(try parseSequence(name, inBrackets))
        }
        return alternatives
    }

    /// Whether another alternative comes, perhaps on a line of its own.
    private mutating func isAtChoice() -> Bool {
        let before = place
        skipBlanks(andLines: true)
        if next == "|" { return true }
        place = before
        return false
    }

    private mutating func parseSequence(
        _ name: String, _ inBrackets: Bool
    ) throws(GrammarError) -> [GrammarBuilder.Symbol] {
        var sequence: [GrammarBuilder.Symbol] = []
        while let next {
            var unit: [GrammarBuilder.Symbol]
            switch next {
            case "\"": unit = try parseLiteral()
            case "[": unit = [try parseClass()]
            case ".":
                place += 1
                unit = [try builder.scalar(of: .all)]
            case "(":
                place += 1
                let alternatives = try parseAlternatives(name, inBrackets: true)
                try expect(")", "')'")
                unit = [.rule(try builder.rule(name, alternatives))]
            case _ where Self.isOfName(next):
                let line = position.line
                let used = try parseName()
                if rules[used] == nil { firstUse.append((used, line)) }
                unit = [.rule(rule(named: used))]
            default: return sequence
            }
            skipBlanks(andLines: inBrackets)
            unit = try parseRepetition(of: unit, name)
            sequence += unit
            skipBlanks(andLines: inBrackets)
        }
        return sequence
    }

    private mutating func parseRepetition(
        of unit: [GrammarBuilder.Symbol], _ name: String
    ) throws(GrammarError) -> [GrammarBuilder.Symbol] {
        switch next {
        case "*":
            place += 1
            return try builder.repeated(unit, 0, nil, name: name)
        case "+":
            place += 1
            return try builder.repeated(unit, 1, nil, name: name)
        case "?":
            place += 1
            return try builder.repeated(unit, 0, 1, name: name)
        case "{":
            place += 1
            skipBlanks(andLines: false)
            let least = try parseNumber()
            skipBlanks(andLines: false)
            var most: Int? = least
            if next == "," {
                place += 1
                skipBlanks(andLines: false)
                most = next == "}" ? nil : try parseNumber()
                skipBlanks(andLines: false)
            }
            if let most, most < least { throw fault("a second number that is not less than the first") }
            try expect("}", "'}'")
            return try builder.repeated(unit, least, most, name: name)
        default: return unit
        }
    }

    private mutating func parseNumber() throws(GrammarError) -> Int {
        var digits = ""
        while let next, ("0"..."9").contains(next), digits.utf8.count < 9 {
            digits.unicodeScalars.append(next)
            place += 1
        }
        guard let number = Int(digits) else { throw fault("a number") }
        return number
    }

    private mutating func rule(named name: String) -> Int {
        if let rule = rules[name] { return rule }
        let rule = builder.reserve(name)
        rules[name] = rule
        return rule
    }
}

extension GBNFParser {
    private mutating func parseLiteral() throws(GrammarError) -> [GrammarBuilder.Symbol] {
        place += 1
        var text = ""
        while next != "\"" {
            guard next != nil, next != "\n" else { throw fault("'\"'") }
            text.unicodeScalars.append(try parseCharacter())
        }
        place += 1
        return GrammarBuilder.literal(text)
    }

    private mutating func parseClass() throws(GrammarError) -> GrammarBuilder.Symbol {
        place += 1
        let isInverted = next == "^"
        if isInverted { place += 1 }
        var ranges: [ClosedRange<UInt32>] = []
        while next != "]" {
            guard next != nil, next != "\n" else { throw fault("']'") }
            let first = try parseCharacter().value
            guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                ranges.append(first...first)
                continue
            }
            place += 1
            let last = try parseCharacter().value
            guard first <= last else { throw fault("a range that goes up") }
            ranges.append(first...last)
        }
        place += 1
        let set = ScalarSet(ranges)
        return try builder.scalar(of: isInverted ? set.inverted : set)
    }

    /// One scalar, or what stands for one: `\n`, `\x41`, `\u00e9`, `\U0001F600`.
    private mutating func parseCharacter() throws(GrammarError) -> Unicode.Scalar {
        guard let scalar = next else { throw fault("a character") }
        place += 1
        guard scalar == "\\" else { return scalar }
        guard let escape = next else { throw fault("a character") }
        place += 1
        switch escape {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "x": return try parseHexadecimal(2)
        case "u": return try parseHexadecimal(4)
        case "U": return try parseHexadecimal(8)
        case "\\", "\"", "[", "]", "-", "^", "/", ".": return escape
        default:
            place -= 1
            throw fault("one of n r t x u U \\ \" [ ]")
        }
    }

    private mutating func parseHexadecimal(_ digits: Int) throws(GrammarError) -> Unicode.Scalar {
        let text = String(String.UnicodeScalarView(scalars[place..<min(place + digits, scalars.count)]))
        guard text.utf8.count == digits, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw fault("the \(digits) hexadecimal digits of a character") }
        place += digits
        return scalar
    }

    private mutating func parseName() throws(GrammarError) -> String {
        var name = ""
        while let next, Self.isOfName(next) {
            name.unicodeScalars.append(next)
            place += 1
        }
        guard !name.isEmpty else { throw fault("the name of a rule") }
        return name
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_")
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func expect(_ scalar: Unicode.Scalar, _ wanted: String) throws(GrammarError) {
        guard next == scalar else { throw fault(wanted) }
        place += 1
    }

    /// Blanks and comments; line ends too where a rule cannot end.
    private mutating func skipBlanks(andLines: Bool) {
        while let next {
            switch next {
            case " ", "\t": place += 1
            case "\n" where andLines, "\r" where andLines: place += 1
            case "#":
                while place < scalars.count, scalars[place] != "\n" { place += 1 }
            default: return
            }
        }
    }

    private var position: (line: Int, column: Int) {
        let before = scalars[..<place]
        let lines = before.count { $0 == "\n" }
        let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return (lines + 1, place - start + 1)
    }

    private func fault(_ wanted: String) -> GrammarError {
        .syntax(line: position.line, column: position.column, wanted: wanted)
    }
}
