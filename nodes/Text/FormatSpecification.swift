import Engine
import Foundation

/// How a value is written: Python's `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct FormatSpecification {
    private let source: String
    private var fill: Character = " "
    private var align: Character?
    private var sign: Character?
    /// Whether the base of a number is written before it.
    private var showsBase = false
    private var width = 0
    /// Between groups of digits.
    private var separator: Character?
    private var precision: Int?
    private var type: Character?

    /// Wider than any line; keeps a typing mistake from filling memory.
    private static let mostWidth = 1000

    /// - Throws: `FormatError.specification`.
    init(_ text: some StringProtocol) throws(FormatError) {
        source = String(text)
        var rest = Array(text)[...]
        if rest.count > 1, "<>^=".contains(rest[rest.startIndex + 1]) {
            fill = rest.removeFirst()
            align = rest.removeFirst()
        } else if let first = rest.first, "<>^=".contains(first) {
            align = rest.removeFirst()
        }
        if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
        if rest.first == "#" {
            showsBase = true
            rest.removeFirst()
        }
        if rest.first == "0" {
            if align == nil { fill = "0" }
            rest.removeFirst()
        }
        width = Self.number(&rest) ?? 0
        if let first = rest.first, ",_".contains(first) { separator = rest.removeFirst() }
        if rest.first == "." {
            rest.removeFirst()
            guard let digits = Self.number(&rest) else { throw .specification(source) }
            precision = digits
        }
        type = rest.popFirst()
        guard rest.isEmpty, width <= Self.mostWidth, precision ?? 0 <= 100 else {
            throw .specification(source)
        }
    }

    private static func number(_ rest: inout ArraySlice<Character>) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        return Int(String(digits))
    }

    /// - Throws: `FormatError.unsuitable`.
    func text(of literal: Literal) throws(FormatError) -> String {
        switch literal {
        case .text(let text):
            guard type == nil || type == "s", sign == nil, separator == nil, !showsBase, align != "=" else {
                throw .unsuitable(source, type: "a text")
            }
            return padded(precision.map { String(text.prefix($0)) } ?? text, isNumber: false)
        case .boolean(let answer):
            // Python's True is also a 1, which it is written as if anything is said about how.
            return source.isEmpty ? answer ? "True" : "False" : try text(of: .integer(answer ? 1 : 0))
        case .integer(let value): return try whole(value)
        case .number(let value): return padded(try fraction(value), isNumber: true)
        }
    }

    private func whole(_ value: Int128) throws(FormatError) -> String {
        let (radix, base): (Int, String)
        switch type {
        case nil, "d", "n": (radix, base) = (10, "")
        case "x": (radix, base) = (16, "0x")
        case "X": (radix, base) = (16, "0X")
        case "b": (radix, base) = (2, "0b")
        case "o": (radix, base) = (8, "0o")
        case "c":
            guard sign == nil, precision == nil, separator == nil, !showsBase,
                let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init)
            else { throw .unsuitable(source, type: "a number") }
            return padded(String(scalar), isNumber: false)
        case "f", "F", "e", "E", "g", "G", "%": return padded(try fraction(Double(value)), isNumber: true)
        default: throw .unsuitable(source, type: "a number")
        }
        guard precision == nil, separator == nil || type != "n", separator != "," || radix == 10 else {
            throw .unsuitable(source, type: "a whole number")
        }
        let digits = String(value.magnitude, radix: radix, uppercase: type == "X")
        let text = (showsBase ? base : "") + grouped(digits, by: radix == 10 ? 3 : 4)
        return padded(signed(value < 0, text), isNumber: true, base: showsBase ? base.count : 0)
    }

    private func fraction(_ value: Double) throws(FormatError) -> String {
        var digits: String
        switch type {
        case nil where precision == nil: digits = abs(value).description
        case nil:
            digits = String(format: "%.\(max(precision ?? 6, 1))g", abs(value))
            if digits.allSatisfy(\.isNumber) { digits += ".0" }
        case "g", "G", "n": digits = String(format: "%.\(precision ?? 6)g", abs(value))
        case "f", "F": digits = String(format: "%.\(precision ?? 6)f", abs(value))
        case "e", "E": digits = String(format: "%.\(precision ?? 6)e", abs(value))
        case "%": digits = String(format: "%.\(precision ?? 6)f", abs(value) * 100) + "%"
        default: throw .unsuitable(source, type: "a number with a fraction")
        }
        guard separator == nil || type != "n" else { throw .unsuitable(source, type: "a number with a fraction") }
        let upper = type.map { "EGF".contains($0) } ?? false
        let point = digits.firstIndex { !("0"..."9").contains($0) } ?? digits.endIndex
        let text = grouped(String(digits[..<point]), by: 3) + digits[point...]
        return signed(value.sign == .minus && !value.isNaN, upper ? text.uppercased() : text)
    }

    private func signed(_ isNegative: Bool, _ digits: String) -> String {
        if isNegative { return "-" + digits }
        guard let sign, sign != "-" else { return digits }
        return String(sign) + digits
    }

    private func grouped(_ digits: String, by size: Int) -> String {
        guard let separator else { return digits }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: size) { result.append(separator) }
            result.append(digit)
        }
        return result
    }

    /// - Parameter base: letters before the digits that tell the base.
    private func padded(_ text: String, isNumber: Bool, base: Int = 0) -> String {
        let missing = width - text.count
        guard missing > 0 else { return text }
        let padding = String(repeating: fill, count: missing)
        switch align ?? (isNumber ? fill == "0" ? "=" : ">" : "<") {
        case ">": return padding + text
        case "^": return padding.prefix(missing / 2) + text + padding.prefix(missing - missing / 2)
        case "=":
            let signs = (text.first.map { "+- ".contains($0) } == true ? 1 : 0) + base
            return text.prefix(signs) + padding + text.dropFirst(signs)
        default: return text + padding
        }
    }
}
