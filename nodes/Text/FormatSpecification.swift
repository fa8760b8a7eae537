import Engine
import Foundation

/// How a value is written: Python's `[[fill]align][sign][0][width][,][.precision][type]`.
struct FormatSpecification {
    private let source: String
    private var fill: Character = " "
    private var align: Character?
    private var sign: Character = "-"
    private var width = 0
    private var hasCommas = false
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
        if rest.first == "0", align == nil {
            (fill, align) = ("0", "=")
            rest.removeFirst()
        }
        width = Self.number(&rest) ?? 0
        if let first = rest.first, ",_".contains(first) {
            hasCommas = true
            rest.removeFirst()
        }
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
            guard type == nil || type == "s" else { throw .unsuitable(source, type: "a text") }
            return padded(precision.map { String(text.prefix($0)) } ?? text, isNumber: false)
        case .boolean(let answer):
            // Python's True is also a 1, which it is written as where a number is asked for.
            if type == nil || type == "s" { return padded(answer ? "True" : "False", isNumber: false) }
            return try text(of: .integer(answer ? 1 : 0))
        case .integer(let value):
            return padded(try whole(value), isNumber: true)
        case .number(let value):
            return padded(try fraction(value), isNumber: true)
        }
    }

    private func whole(_ value: Int128) throws(FormatError) -> String {
        let radix: Int
        switch type {
        case nil, "d", "n": radix = 10
        case "x", "X": radix = 16
        case "b": radix = 2
        case "o": radix = 8
        case "f", "F", "e", "E", "g", "G", "%": return try fraction(Double(value))
        default: throw .unsuitable(source, type: "a number")
        }
        let digits = String(value.magnitude, radix: radix, uppercase: type == "X")
        return signed(value < 0, hasCommas ? grouped(digits) : digits)
    }

    private func fraction(_ value: Double) throws(FormatError) -> String {
        let digits: String
        switch type {
        case nil where precision == nil: digits = abs(value).description
        case nil, "g", "G": digits = String(format: "%.\(precision ?? 6)g", abs(value))
        case "f", "F": digits = String(format: "%.\(precision ?? 6)f", abs(value))
        case "e", "E": digits = String(format: "%.\(precision ?? 6)e", abs(value))
        case "%": digits = String(format: "%.\(precision ?? 6)f", abs(value) * 100) + "%"
        default: throw .unsuitable(source, type: "a number with a fraction")
        }
        let upper = type.map { "EGF".contains($0) } ?? false
        let point = digits.firstIndex { !("0"..."9").contains($0) } ?? digits.endIndex
        let text = hasCommas ? grouped(String(digits[..<point])) + digits[point...] : digits
        return signed(value.sign == .minus, upper ? text.uppercased() : text)
    }

    private func signed(_ isNegative: Bool, _ digits: String) -> String {
        isNegative ? "-" + digits : sign == "-" ? digits : String(sign) + digits
    }

    /// A comma before every three digits from the right.
    private func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }

    private func padded(_ text: String, isNumber: Bool) -> String {
        let missing = width - text.count
        guard missing > 0 else { return text }
        let padding = String(repeating: fill, count: missing)
        switch align ?? (isNumber ? ">" : "<") {
        case ">": return padding + text
        case "^": return padding.prefix(missing / 2) + text + padding.prefix(missing - missing / 2)
        case "=":
            guard isNumber, let first = text.first, "+- ".contains(first) else { return padding + text }
            return String(first) + padding + text.dropFirst()
        default: return text + padding
        }
    }
}
