import Engine

/// A text with places for values, as Python's `str.format` reads it.
struct FormatTemplate {
    private let parts: [Part]

    private enum Part {
        case text(String)
        case value(name: String, isQuoted: Bool?, FormatSpecification)
    }

    /// - Throws: `FormatError`.
    init(_ text: String) throws(FormatError) {
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "{" || character == "}" else {
                plain.append(character)
                continue
            }
            if rest.first == character {
                rest.removeFirst()
                plain.append(character)
                continue
            }
            guard character == "{", let end = rest.firstIndex(of: "}") else {
                throw .brace(String(character))
            }
            let inside = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let pieces = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let asked =
                pieces.first.map { $0.split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
            guard let name = asked.first, !name.isEmpty else { throw .unknownName("") }
            // `!s` asks for the text of a value, `!r` and `!a` for one that Python would read again.
            let isQuoted: Bool? = asked.count < 2 ? nil : asked[1] != "s"
            guard isQuoted != true || ["r", "a"].contains(asked[1]) else { throw .conversion(String(asked[1])) }
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = ""
            parts.append(
                .value(
                    name: String(name), isQuoted: isQuoted,
                    try FormatSpecification(pieces.count > 1 ? pieces[1] : "")))
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }

    func filled(_ value: (String) throws(FormatError) -> Literal) throws(FormatError) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .value(let name, let isQuoted, let specification):
                let value = try value(name)
                result += try specification.text(of: isQuoted.map { value.asText(isQuoted: $0) } ?? value)
            }
        }
        return result
    }
}

extension Literal {
    /// What Python's `repr` makes of it, or its `str`.
    fileprivate func asText(isQuoted: Bool) -> Literal {
        switch self {
        case .text(let text): .text(isQuoted ? pythonQuoted(text) : text)
        case .boolean(let answer): .text(answer ? "True" : "False")
        default: .text(description)
        }
    }
}

/// Why a text cannot be filled.
enum FormatError: Error, Hashable, CustomStringConvertible {
    case brace(String)
    case unknownName(String)
    case conversion(String)
    case specification(String)
    case unsuitable(String, type: String)

    var description: String {
        switch self {
        case .brace(let brace):
            "the text: a '\(brace)' stands alone. Write \(brace)\(brace) for the brace itself."
        case .unknownName(let name):
            "the text: nothing is connected as '\(name)'. Connect it, or use another letter."
        case .conversion(let letter): "the text: '!\(letter)' is no conversion. Write !r or !s, or nothing."
        case .specification(let text): "the text: ':\(text)' is no format. Use one such as :.2f or :>8."
        case .unsuitable(let text, let type):
            "the text: ':\(text)' does not suit \(type). Use another format, or none."
        }
    }
}
