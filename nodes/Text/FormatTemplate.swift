import Engine

/// A text with places for values, as Python's `str.format` reads it.
struct FormatTemplate {
    private let parts: [Part]

    private enum Part {
        case text(String)
        case value(name: String, FormatSpecification)
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
            // `!s` and `!r` ask for the text of a value, which it is here anyway.
            let name = pieces.first.map { $0.split(separator: "!").first ?? "" } ?? ""
            guard !name.isEmpty else { throw .unknownName("") }
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = ""
            parts.append(
                .value(name: String(name), try FormatSpecification(pieces.count > 1 ? pieces[1] : "")))
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }

    func filled(_ value: (String) throws(FormatError) -> Literal) throws(FormatError) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .value(let name, let specification): result += try specification.text(of: value(name))
            }
        }
        return result
    }
}

/// Why a text cannot be filled.
enum FormatError: Error, Hashable, CustomStringConvertible {
    case brace(String)
    case unknownName(String)
    case specification(String)
    case unsuitable(String, type: String)

    var description: String {
        switch self {
        case .brace(let brace):
            "the text: a '\(brace)' stands alone. Write \(brace)\(brace) for the brace itself."
        case .unknownName(let name):
            "the text: nothing is connected as '\(name)'. Connect it, or use another letter."
        case .specification(let text): "the text: ':\(text)' is no format. Use one such as :.2f or :>8."
        case .unsuitable(let text, let type):
            "the text: ':\(text)' does not suit \(type). Use another format, or none."
        }
    }
}
