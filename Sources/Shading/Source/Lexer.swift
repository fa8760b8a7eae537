/// Takes a source apart into the tokens of its lines; comments are left out.
struct Lexer {
    private let letters: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ source: String) {
        letters = Array(source.unicodeScalars)
    }

    /// - Throws: `ShaderError` at the first letter that belongs nowhere.
    static func lines(of source: String) throws(ShaderError) -> [SourceLine] {
        var lexer = Lexer(source)
        var lines: [SourceLine] = []
        while let line = try lexer.nextLine() { lines.append(line) }
        return lines
    }

    private var place: SourcePlace { SourcePlace(line: line, column: position - lineStart + 1) }

    private func letter(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < letters.count ? letters[position + ahead] : nil
    }

    private mutating func nextLine() throws(ShaderError) -> SourceLine? {
        guard position < letters.count else { return nil }
        var tokens: [Token] = []
        while try skipSpace() { tokens.append(try token()) }
        endLine()
        let isDirective = tokens.first?.text == "#"
        return SourceLine(
            place: tokens.first?.place ?? place, isDirective: isDirective,
            tokens: isDirective ? Array(tokens.dropFirst()) : tokens)
    }

    private mutating func endLine() {
        guard letter() != nil else { return }
        position += letter() == "\r" && letter(1) == "\n" ? 2 : 1
        line += 1
        lineStart = position
    }

    /// - Returns: whether there is something left in the line.
    private mutating func skipSpace() throws(ShaderError) -> Bool {
        while let found = letter() {
            switch found {
            case "\n", "\r": return false
            case " ", "\t", "\u{0B}", "\u{0C}": position += 1
            case "\\" where letter(1) == "\n" || letter(1) == "\r":
                // The line goes on in the next one.
                position += 1
                endLine()
            case "/" where letter(1) == "/":
                while let letter = letter(), letter != "\n", letter != "\r" { position += 1 }
            case "/" where letter(1) == "*": try skipComment()
            default: return true
            }
        }
        return false
    }

    private mutating func skipComment() throws(ShaderError) {
        let start = place
        position += 2
        while !(letter() == "*" && letter(1) == "/") {
            guard let found = letter() else { throw ShaderError(.openComment, at: start) }
            if found == "\n" || found == "\r" { endLine() } else { position += 1 }
        }
        position += 2
    }

    private mutating func token() throws(ShaderError) -> Token {
        let start = place
        guard let first = letter() else { return Token(.end, "", at: start) }
        if first.isWordStart {
            return Token(.word, take { $0.isWordStart || $0.isDigit }, at: start)
        }
        if first.isDigit || first == "." && (letter(1)?.isDigit ?? false) { return try number(at: start) }
        for length in [3, 2, 1] where position + length <= letters.count {
            let text = String(String.UnicodeScalarView(letters[position..<position + length]))
            if Self.symbols.contains(text) {
                position += length
                return Token(.symbol, text, at: start)
            }
        }
        throw ShaderError(.strayLetter(String(first)), at: start)
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let letter = letter(), belongs(letter) {
            text.append(letter)
            position += 1
        }
        return String(text)
    }

    /// Suffixes stay; whether the digits make a number is for the reader.
    private mutating func number(at start: SourcePlace) throws(ShaderError) -> Token {
        if letter() == "0", letter(1) == "x" || letter(1) == "X" {
            return Token(.integer, take { $0.isDigit || $0.isWordStart }, at: start)
        }
        var text = take { $0.isDigit }
        var isFloat = false
        if letter() == "." {
            isFloat = true
            text += take { $0 == "." || $0.isDigit }
        }
        if letter() == "e" || letter() == "E" {
            let sign = letter(1) == "+" || letter(1) == "-"
            if letter(sign ? 2 : 1)?.isDigit ?? false {
                isFloat = true
                text += "e"
                position += 1
                if sign, let letter = letter() {
                    text.unicodeScalars.append(letter)
                    position += 1
                }
                text += take { $0.isDigit }
            }
        }
        text += take { $0.isWordStart || $0.isDigit }
        if !isFloat, text.hasSuffix("f") || text.hasSuffix("F") { throw ShaderError(.badNumber(text), at: start) }
        return Token(isFloat ? .float : .integer, text, at: start)
    }

    private static let symbols: Set<String> = [
        "<<=", ">>=", "++", "--", "<=", ">=", "==", "!=", "&&", "||", "^^", "<<", ">>", "+=", "-=", "*=", "/=", "%=",
        "&=", "|=", "^=", "(", ")", "[", "]", "{", "}", ".", ",", ";", ":", "?", "+", "-", "*", "/", "%", "<", ">",
        "=", "!", "~", "&", "|", "^", "#",
    ]
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isWordStart: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" }
}
