/// Reads regular expressions as ECMA-262 writes them, without what looks around or back.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(PatternFault) -> PatternSyntax {
        let choice = try parseChoice()
        guard place == scalars.count else { throw PatternFault(what: ")") }
        return choice
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func parseChoice() throws(PatternFault) -> PatternSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw PatternFault(what: "(") }
        var choices = [try parseSequence()]
        while take("|") { choices.append(try parseSequence()) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func parseSequence() throws(PatternFault) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            parts.append(try parseRepetition(of: parseUnit()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func parseUnit() throws(PatternFault) -> PatternSyntax {
        guard let scalar = next else { throw PatternFault(what: "an end") }
        place += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .scalar(ScalarSet("\n\r\u{2028}\u{2029}").inverted)
        case "[": return .scalar(try parseClass())
        case "(":
            if take("?") {
                // (?:…) and (?<name>…), but not what looks around.
                if take("<"), next != "=", next != "!" {
                    while let scalar = next, scalar != ">" { place += scalar == ")" ? scalars.count : 1 }
                    guard take(">") else { throw PatternFault(what: "(?<") }
                } else if scalars[place - 1] == "<" || !take(":") {
                    throw PatternFault(what: "(?" + (next.map { String($0) } ?? ""))
                }
            }
            let inner = try parseChoice()
            guard take(")") else { throw PatternFault(what: "(") }
            return inner
        case "\\": return .scalar(try parseEscape(inClass: false))
        case "*", "+", "?", "{": throw PatternFault(what: String(scalar))
        default: return .scalar(ScalarSet(scalar))
        }
    }

    private mutating func parseRepetition(of unit: PatternSyntax) throws(PatternFault) -> PatternSyntax {
        var (least, most): (Int, Int?)
        switch next {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{":
            place += 1
            least = try parseCount()
            most = least
            if take(",") { most = next == "}" ? nil : try parseCount() }
            guard next == "}", most.map({ $0 >= least }) ?? true else { throw PatternFault(what: "{") }
        default: return unit
        }
        place += 1
        // Whether it prefers few or many makes no difference to what matches.
        _ = take("?")
        if unit == .start || unit == .end { throw PatternFault(what: "a repeated ^ or $") }
        return .repeated(unit, least, most)
    }

    private mutating func parseCount() throws(PatternFault) -> Int {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar), digits.utf8.count < 5 {
            digits.unicodeScalars.append(scalar)
            place += 1
        }
        guard let count = Int(digits) else { throw PatternFault(what: "{") }
        return count
    }

    private mutating func parseClass() throws(PatternFault) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet([])
        while let scalar = next, scalar != "]" {
            let first = try parseClassUnit()
            if next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" {
                place += 1
                let last = try parseClassUnit()
                guard let from = first.ranges.first?.lowerBound, let to = last.ranges.last?.upperBound, from <= to,
                    first.ranges == [from...from], last.ranges == [to...to]
                else { throw PatternFault(what: "[") }
                set = set.union(ScalarSet([from...to]))
            } else {
                set = set.union(first)
            }
        }
        guard take("]") else { throw PatternFault(what: "[") }
        return isInverted ? set.inverted : set
    }

    private mutating func parseClassUnit() throws(PatternFault) -> ScalarSet {
        guard let scalar = next else { throw PatternFault(what: "[") }
        place += 1
        return scalar == "\\" ? try parseEscape(inClass: true) : ScalarSet(scalar)
    }

    private static let digits = ScalarSet([0x30...0x39])
    private static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    private static let space = ScalarSet(
        [
            0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
            0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
        ])

    private mutating func parseEscape(inClass: Bool) throws(PatternFault) -> ScalarSet {
        guard let scalar = next else { throw PatternFault(what: "\\") }
        place += 1
        switch scalar {
        // Of digits and letters, readers disagree about those beyond ASCII: they are never written for the one or the other.
        case "d": return Self.digits
        case "w": return Self.word
        case "s": return ScalarSet(" \t\n\r")
        case "D": return ScalarSet([0...0x7F]).subtracting(Self.digits)
        case "W": return ScalarSet([0...0x7F]).subtracting(Self.word)
        case "S": return Self.space.inverted
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "t": return ScalarSet("\t")
        case "f": return ScalarSet("\u{0C}")
        case "v": return ScalarSet("\u{0B}")
        case "x": return try parseHexadecimal(2)
        case "u": return try parseHexadecimal(4)
        case "b" where inClass: return ScalarSet("\u{08}")
        default:
            guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
                throw PatternFault(what: "\\\(scalar)")
            }
            return ScalarSet(scalar)
        }
    }

    private mutating func parseHexadecimal(_ count: Int) throws(PatternFault) -> ScalarSet {
        let text = String(String.UnicodeScalarView(scalars[place..<min(place + count, scalars.count)]))
        guard text.utf8.count == count, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw PatternFault(what: "\\\(scalars[place - 1])") }
        place += count
        return ScalarSet(scalar)
    }
}
