import JSON

extension String {
    /// A value as a part of a file name: without what file systems or the marks of prefixes would take for something else,
    /// on one line, and not longer than a name should be.
    var asFileNamePart: String {
        var result = ""
        var wasSpace = false
        for character in self {
            let isSpace = character.isWhitespace
            if isSpace, wasSpace { continue }
            wasSpace = isSpace
            let isForbidden = isSpace ? character != " " : #"/\?%<>:*|""#.contains(character) || character.isInvisible
            result.append(isForbidden ? "_" : character)
            if result.count == Self.longestPart { break }
        }
        while result.last == " " || result.last == "." { result.removeLast() }
        return String(result.drop { $0 == " " })
    }

    /// Characters; a name holds several parts, and file systems end it at 255 bytes.
    private static let longestPart = 60

    /// The number with zeros in front, if it is a whole one.
    func filled(to width: Int) -> String {
        let digits = hasPrefix("-") ? dropFirst() : self[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return self }
        return (hasPrefix("-") ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Character {
    fileprivate var isInvisible: Bool {
        unicodeScalars.contains {
            switch $0.properties.generalCategory {
            case .control, .format, .privateUse, .unassigned, .surrogate: true
            default: false
            }
        }
    }
}

extension JSONValue {
    /// A literal as names and tables show it.
    var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.description
        case .bool(let value): value.description
        case .null, .array, .object: nil
        }
    }
}
