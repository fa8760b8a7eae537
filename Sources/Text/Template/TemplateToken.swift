/// A piece of a template's source.
struct TemplateToken: Equatable {
    enum Kind: Equatable {
        /// Text to be written as it stands.
        case text(String)
        /// `{{`, `}}`, `{%`, `%}`.
        case open(isTag: Bool)
        case close
        case name(String)
        case integer(Int)
        case number(Double)
        case string(String)
        case symbol(String)
    }

    let kind: Kind
    let line: Int
}

/// Cuts a template into tokens.
///
/// As chat templates are written for it: a line end right behind a tag, and spaces before a tag that begins a line, are no
/// text.
struct TemplateLexer {
    private let source: [Character]
    private var place = 0
    private var line = 1
    private var tokens: [TemplateToken] = []

    static func tokens(of source: String) throws(TemplateError) -> [TemplateToken] {
        // A carriage return and line feed are one character to Swift.
        var characters = Array(source.replacing("\r\n", with: "\n"))
        // As of any text file, the last line's end is none of its text.
        if characters.last == "\n" { characters.removeLast() }
        var lexer = TemplateLexer(source: characters)
        try lexer.run()
        return lexer.tokens
    }

    private init(source: [Character]) {
        self.source = source
    }

    private mutating func run() throws(TemplateError) {
        var text = ""
        var trimsStart = false
        while place < source.count {
            guard source[place] == "{", place + 1 < source.count, "{%#".contains(source[place + 1]) else {
                text.append(advance())
                continue
            }
            let mark = source[place + 1]
            let trimsEnd = place + 2 < source.count && source[place + 2] == "-"
            let keepsEnd = place + 2 < source.count && source[place + 2] == "+"
            if trimsStart { text = String(text.drop(while: \.isWhitespace)) }
            if trimsEnd {
                while text.last?.isWhitespace == true { text.removeLast() }
            } else if mark != "{", !keepsEnd {
                text = withoutIndent(text)
            }
            if !text.isEmpty { add(.text(text)) }
            text = ""
            _ = advance()
            _ = advance()
            if trimsEnd || keepsEnd { _ = advance() }
            trimsStart = try mark == "#" ? skipComment() : code(isTag: mark == "%")
            if mark != "{", !trimsStart, place < source.count, source[place] == "\n" { _ = advance() }
        }
        if trimsStart { text = String(text.drop(while: \.isWhitespace)) }
        if !text.isEmpty { add(.text(text)) }
    }

    /// Spaces before a tag go if nothing else stands on its line.
    private func withoutIndent(_ text: String) -> String {
        let lineStart = text.lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
        if lineStart == text.startIndex, !isAtLineStart(before: text) { return text }
        return text[lineStart...].allSatisfy { $0 == " " || $0 == "\t" } ? String(text[..<lineStart]) : text
    }

    /// Whether `text`, which ends where we are, begins a line.
    private func isAtLineStart(before text: String) -> Bool {
        let start = place - text.count
        return start <= 0 || source[start - 1] == "\n"
    }

    private mutating func advance() -> Character {
        defer { place += 1 }
        if source[place] == "\n" { line += 1 }
        return source[place]
    }

    private mutating func add(_ kind: TemplateToken.Kind) {
        tokens.append(TemplateToken(kind: kind, line: line))
    }

    private func fault(_ problem: TemplateError.Problem) -> TemplateError {
        TemplateError(line: line, problem: problem)
    }

    /// - Returns: whether spaces behind it are dropped.
    private mutating func skipComment() throws(TemplateError) -> Bool {
        while place + 1 < source.count {
            if source[place] == "#", source[place + 1] == "}" {
                let trims = place > 0 && source[place - 1] == "-"
                place += 2
                return trims
            }
            _ = advance()
        }
        throw fault(.unclosed("'{#'"))
    }

    /// - Returns: whether spaces behind it are dropped.
    private mutating func code(isTag: Bool) throws(TemplateError) -> Bool {
        add(.open(isTag: isTag))
        let end = isTag ? "%" as Character : "}"
        while place < source.count {
            let character = source[place]
            let trims = character == "-" && place + 2 < source.count
            let mark = trims ? place + 1 : place
            if mark + 1 < source.count, source[mark] == end, source[mark + 1] == "}" {
                place = mark + 2
                add(.close)
                return trims
            }
            if character.isWhitespace {
                _ = advance()
            } else if character == "'" || character == "\"" {
                try string()
            } else if character.isASCII, character.isNumber {
                number()
            } else if character.isLetter || character == "_" {
                var name = ""
                while place < source.count, source[place].isLetter || source[place].isNumber || source[place] == "_" {
                    name.append(advance())
                }
                add(.name(name))
            } else {
                try symbol()
            }
        }
        throw fault(.unclosed(isTag ? "'{%'" : "'{{'"))
    }

    private mutating func string() throws(TemplateError) {
        let quote = advance()
        var text = ""
        while place < source.count {
            let character = advance()
            if character == quote {
                add(.string(text))
                return
            }
            guard character == "\\", place < source.count else {
                text.append(character)
                continue
            }
            let escaped = advance()
            if let digits = [Character("x"): 2, "u": 4, "U": 8][escaped], let scalar = scalar(ofDigits: digits) {
                text.unicodeScalars.append(scalar)
                continue
            }
            let known: [Character: Character] = ["n": "\n", "t": "\t", "r": "\r"]
            text.append(known[escaped] ?? escaped)
        }
        throw fault(.unclosed("a string"))
    }

    /// The scalar that so many hexadecimal digits name, which are read then.
    private mutating func scalar(ofDigits count: Int) -> Unicode.Scalar? {
        guard place + count <= source.count,
            let scalar = UInt32(String(source[place..<place + count]), radix: 16).flatMap(Unicode.Scalar.init)
        else { return nil }
        place += count
        return scalar
    }

    private mutating func number() {
        var digits = ""
        while place < source.count, source[place].isNumber || source[place] == "." {
            digits.append(advance())
        }
        add(Int(digits).map { .integer($0) } ?? .number(Double(digits) ?? 0))
    }

    private mutating func symbol() throws(TemplateError) {
        let two = place + 1 < source.count ? String(source[place...place + 1]) : ""
        if ["==", "!=", "<=", ">=", "//", "**"].contains(two) {
            place += 2
            add(.symbol(two))
            return
        }
        let one = String(source[place])
        guard "+-*/%~<>=()[]{},.:|".contains(one) else { throw fault(.unexpected("'\(one)'")) }
        place += 1
        add(.symbol(one))
    }
}
