extension PatternParser {
    /// What stands in parentheses; nil for a remark and for flags of the whole pattern.
    mutating func group(depth: Int) throws(PatternError) -> PatternNode? {
        let start = place
        place += 1
        guard take("?") else { return try numbered(nil, start, depth) }
        guard let mark = peek else { throw .unreadable("unexpected end of pattern", at: place) }
        place += 1
        switch mark {
        case ":": return .sequence([try closed(start, depth)])
        case ">": return .atomic(try closed(start, depth))
        case "=", "!": return .look(try closed(start, depth), isNegative: mark == "!", behind: nil)
        case "<": return try lookBehind(start, depth)
        case "#":
            while let next = peek, next != ")" { _ = take(next) }
            guard take(")") else { throw .unreadable("missing ), unterminated comment", at: start) }
            return nil
        case "P": return try named(start, depth)
        case "(": return try condition(start, depth)
        default:
            place -= 1
            return try flagged(start, depth)
        }
    }

    private mutating func closed(_ start: Int, _ depth: Int) throws(PatternError) -> PatternNode {
        let outer = flags
        let node = try alternatives(depth: depth + 1)
        flags = outer
        guard take(")") else { throw .unreadable("missing ), unterminated subpattern", at: start) }
        return node
    }

    private mutating func numbered(
        _ name: String?, _ start: Int, _ depth: Int
    ) throws(PatternError) -> PatternNode {
        groups += 1
        let number = groups
        if let name {
            guard names[name] == nil else {
                throw .unreadable("redefinition of group name '\(name)' as group \(number)", at: start)
            }
            names[name] = number
        }
        begin(group: number)
        let node = try closed(start, depth)
        end(group: number, node)
        return .group(node, number: number)
    }

    private mutating func named(_ start: Int, _ depth: Int) throws(PatternError) -> PatternNode {
        if take("<") { return try numbered(try name(until: ">"), start, depth) }
        guard take("=") else { throw .unreadable("unknown extension ?P", at: start + 1) }
        let from = place
        let name = try name(until: ")")
        guard let number = names[name] else { throw .unreadable("unknown group name '\(name)'", at: from) }
        try checkReference(to: number, at: from)
        return .back(number, ignoresCase: flags.ignoresCase)
    }

    private mutating func name(until end: Unicode.Scalar) throws(PatternError) -> String {
        let from = place
        while let next = peek, next != end { _ = take(next) }
        let name = scalars[from..<place]
        guard take(end) else { throw .unreadable("missing \(end), unterminated name", at: from) }
        guard let first = name.first, first.isWordPart, first.properties.numericType == nil,
            name.allSatisfy(\.isWordPart)
        else { throw .unreadable("bad character in group name", at: from) }
        return String(String.UnicodeScalarView(name))
    }

    private mutating func lookBehind(_ start: Int, _ depth: Int) throws(PatternError) -> PatternNode {
        guard let mark = peek, mark == "=" || mark == "!" else {
            throw .unreadable("unknown extension ?<", at: start + 1)
        }
        place += 1
        let node = try behind { parser throws(PatternError) in try parser.closed(start, depth) }
        let (least, most) = node.width(widths)
        guard least == most else { throw .unreadable("look-behind requires fixed-width pattern", at: nil) }
        return .look(node, isNegative: mark == "!", behind: least)
    }

    /// `(?(1)yes|no)`, behind its second parenthesis.
    private mutating func condition(_ start: Int, _ depth: Int) throws(PatternError) -> PatternNode {
        let from = place
        var digits = ""
        while let next = peek, ("0"..."9").contains(next) {
            digits.unicodeScalars.append(next)
            place += 1
        }
        let number: Int
        if let given = Int(digits), peek == ")" {
            place += 1
            number = given
        } else {
            place = from
            let name = try name(until: ")")
            guard let known = names[name] else { throw .unreadable("unknown group name '\(name)'", at: from) }
            number = known
        }
        guard number > 0 else { throw .unreadable("bad group number", at: from) }
        if conditions[number] == nil { conditions[number] = from }
        let branches = try closed(start, depth)
        guard case .choice(let parts) = branches else {
            return .whether(group: number, branches, otherwise: .sequence([]))
        }
        guard parts.count == 2 else { throw .unreadable("conditional backref with more than two branches", at: start) }
        return .whether(group: number, parts[0], otherwise: parts[1])
    }

    /// `(?i)` at the very beginning, or `(?i-m:…)`.
    private mutating func flagged(_ start: Int, _ depth: Int) throws(PatternError) -> PatternNode? {
        let outer = flags
        var isOn = true
        while let mark = peek, mark != ")", mark != ":" {
            place += 1
            switch mark {
            case "i": flags.ignoresCase = isOn
            case "m": flags.linesEndAnchors = isOn
            case "s": flags.dotMatchesNewline = isOn
            case "x": flags.isVerbose = isOn
            case "u" where isOn: continue
            case "-" where isOn: isOn = false
            default: throw .unreadable("unknown extension ?\(mark)", at: start + 1)
            }
        }
        if take(")") {
            guard isOn else { throw .unreadable("missing :", at: place - 1) }
            guard start == onlyFlagsUntil else {
                throw .unreadable("global flags not at the start of the expression", at: start)
            }
            onlyFlagsUntil = place
            return nil
        }
        guard take(":") else { throw .unreadable("missing -, : or )", at: place) }
        let node = try alternatives(depth: depth + 1)
        flags = outer
        guard take(")") else { throw .unreadable("missing ), unterminated subpattern", at: start) }
        return .sequence([node])
    }
}
