extension PatternParser {
    /// A backslash outside of brackets, and what follows it.
    mutating func escape() throws(PatternError) -> PatternNode {
        let start = place
        place += 1
        guard let next = peek else { throw .unreadable("bad escape (end of pattern)", at: start) }
        switch next {
        case "A": place += 1; return .place(.start)
        case "Z": place += 1; return .place(.end)
        case "b": place += 1; return .place(.wordEdge)
        case "B": place += 1; return .place(.noWordEdge)
        case "1"..."9": return try reference(at: start)
        default: break
        }
        if let item = Self.classes[next] {
            place += 1
            return .scalar(PatternSet(items: [item]))
        }
        return literal(try escapedScalar(at: start))
    }

    /// `\1` to `\99`, or a scalar in three octal digits.
    private mutating func reference(at start: Int) throws(PatternError) -> PatternNode {
        let digits = scalars[place...].prefix(3).map(\.value)
        if digits.count == 3, digits.allSatisfy({ (48...55).contains($0) }) {
            place += 3
            return try literal(Self.octal(digits, at: start))
        }
        var number = Int(scalars[place].value - 48)
        place += 1
        if let next = peek, ("0"..."9").contains(next) {
            number = number * 10 + Int(next.value - 48)
            place += 1
        }
        try checkReference(to: number, at: start + 1)
        return .back(number, ignoresCase: flags.ignoresCase)
    }

    /// Classes that stand for themselves, inside of brackets and outside.
    static let classes: [Unicode.Scalar: PatternSet.Item] = [
        "d": .digit, "D": .noDigit, "s": .space, "S": .noSpace, "w": .word, "W": .noWord,
    ]

    private static let named: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{B}", "\\": "\\",
    ]

    /// What a backslash and the following stand for, where it is one scalar.
    ///
    /// - Parameter start: where the backslash is; `place` is behind it.
    mutating func escapedScalar(at start: Int) throws(PatternError) -> Unicode.Scalar {
        guard let next = peek else { throw .unreadable("bad escape (end of pattern)", at: start) }
        place += 1
        if let scalar = Self.named[next] { return scalar }
        switch next {
        case "x": return try hexadecimal(2, at: start)
        case "u": return try hexadecimal(4, at: start)
        case "U": return try hexadecimal(8, at: start)
        case "0"..."7":
            var digits = [next.value]
            while digits.count < 3, let more = peek, ("0"..."7").contains(more) {
                digits.append(more.value)
                place += 1
            }
            return try Self.octal(digits, at: start)
        case "a"..."z", "A"..."Z", "8", "9": throw .unreadable("bad escape \\\(next)", at: start)
        default: return next
        }
    }

    private mutating func hexadecimal(_ count: Int, at start: Int) throws(PatternError) -> Unicode.Scalar {
        let digits = scalars[place...].prefix(count).prefix { $0.properties.isASCIIHexDigit }
        let text = String(String.UnicodeScalarView(digits))
        guard digits.count == count, let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw .unreadable("incomplete escape \\\(scalars[start + 1])\(text)", at: start)
        }
        place += count
        return scalar
    }

    private static func octal(_ digits: [UInt32], at start: Int) throws(PatternError) -> Unicode.Scalar {
        let value = digits.reduce(0) { $0 * 8 + ($1 - 48) }
        guard value <= 0o377, let scalar = Unicode.Scalar(value) else {
            throw .unreadable("octal escape value outside of range 0-0o377", at: start)
        }
        return scalar
    }

    /// What stands in brackets.
    mutating func set() throws(PatternError) -> PatternSet {
        let start = place
        place += 1
        var set = PatternSet(items: [], ignoresCase: flags.ignoresCase)
        set.isNegative = take("^")
        let first = place
        while true {
            guard let next = peek else { throw .unreadable("unterminated character set", at: start) }
            if next == "]", place > first { break }
            let low = try setItem()
            guard peek == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                set.items.append(low)
                continue
            }
            let from = place
            place += 1
            guard case .range(let a) = low, case .range(let b) = try setItem(), a.lowerBound <= b.upperBound else {
                throw .unreadable("bad character range", at: from)
            }
            set.items.append(.range(a.lowerBound...b.upperBound))
        }
        place += 1
        return set
    }

    private mutating func setItem() throws(PatternError) -> PatternSet.Item {
        let start = place
        let next = scalars[place]
        place += 1
        guard next == "\\" else { return .only(next) }
        if let named = peek, let item = Self.classes[named] {
            place += 1
            return item
        }
        return .only(try escapedScalar(at: start))
    }
}
