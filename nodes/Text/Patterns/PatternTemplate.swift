/// What takes the place of a match: text, and groups of it.
struct PatternTemplate {
    enum Part: Hashable {
        case text([Unicode.Scalar])
        case group(Int)
    }

    private(set) var parts: [Part] = []

    /// - Throws: `PatternError`, also for a group that the pattern does not have.
    init(_ template: String, groups: Int, names: [String: Int]) throws(PatternError) {
        var parser = PatternParser(template, PatternFlags())
        var text: [Unicode.Scalar] = []
        func reference(_ number: Int, at start: Int) throws(PatternError) {
            guard number <= groups else { throw .template("invalid group reference \(number)", at: start) }
            if !text.isEmpty { parts.append(.text(text)) }
            text = []
            parts.append(.group(number))
        }
        while let next = parser.peek {
            let start = parser.place
            parser.place += 1
            guard next == "\\" else {
                text.append(next)
                continue
            }
            guard let mark = parser.peek else { throw .template("bad escape (end of pattern)", at: start) }
            if mark == "g" {
                parser.place += 1
                let name = try parser.templateName(at: start)
                if let number = Int(name), name.allSatisfy(\.isASCII) {
                    try reference(number, at: start + 3)
                } else if let number = names[name] {
                    try reference(number, at: start + 3)
                } else {
                    throw .template("unknown group name '\(name)'", at: start + 3)
                }
            } else if ("1"..."9").contains(mark), !parser.isOctal {
                var number = Int(mark.value - 48)
                parser.place += 1
                if let more = parser.peek, ("0"..."9").contains(more) {
                    number = number * 10 + Int(more.value - 48)
                    parser.place += 1
                }
                try reference(number, at: start + 1)
            } else {
                switch mark {
                case "x", "u", "U": throw .template("bad escape \\\(mark)", at: start)
                case "a"..."z", "A"..."Z", "0"..."9", "\\":
                    do { text.append(try parser.escapedScalar(at: start)) } catch { throw error.inTemplate }
                default: text += [next]
                }
            }
        }
        if !text.isEmpty { parts.append(.text(text)) }
    }
}

extension PatternParser {
    /// Whether three octal digits stand here.
    fileprivate var isOctal: Bool {
        let digits = scalars[place...].prefix(3)
        return digits.count == 3 && digits.allSatisfy { ("0"..."7").contains($0) }
    }

    /// What stands in the angle brackets of `\g<…>`.
    fileprivate mutating func templateName(at start: Int) throws(PatternError) -> String {
        guard take("<") else { throw .template("missing <", at: place) }
        let from = place
        while let next = peek, next != ">" { _ = take(next) }
        guard peek != nil, place > from else { throw .template("missing group name", at: from) }
        defer { place += 1 }
        return String(String.UnicodeScalarView(scalars[from..<place]))
    }
}
