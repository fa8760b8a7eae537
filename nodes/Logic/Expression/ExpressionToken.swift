/// A number, a word or a sign of an expression.
struct ExpressionToken {
    let kind: Kind
    let text: String
    /// In characters, from the beginning.
    let position: Int

    enum Kind {
        case number(ExpressionValue)
        case word
        case sign
    }

    static let keywords: Set = ["if", "else", "and", "or", "not", "in", "is", "lambda", "for"]

    /// Longer ones first.
    private static let signs = [
        "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "<", ">", "(", ")", "[", "]", ",", "&",
        "|",
        "^", "~",
    ]

    /// Longer than any formula; keeps a megabyte of text from being one.
    private static let mostCharacters = 10_000

    static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
        let characters = Array(text)
        guard characters.count <= mostCharacters else { throw .tooDeep }
        var tokens: [ExpressionToken] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            if character.isWhitespace {
                place += 1
                continue
            }
            let rest = characters[place...]
            let token: ExpressionToken
            if character.isDigit || (character == "." && rest.dropFirst().first?.isDigit == true) {
                token = try number(rest)
            } else if character.isLetter || character == "_" {
                let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                token = ExpressionToken(kind: .word, text: word, position: place)
            } else if let sign = signs.first(where: { rest.starts(with: $0) }) {
                token = ExpressionToken(kind: .sign, text: sign, position: place)
            } else {
                throw .unexpected(String(character), at: place)
            }
            tokens.append(token)
            place += token.text.count
        }
        return tokens
    }

    /// `12`, `1_000`, `0.5`, `.5`, `1e-3`, `0xff`.
    private static func number(_ rest: ArraySlice<Character>) throws(ExpressionError) -> ExpressionToken {
        var text = ""
        for character in rest {
            let isExponentSign =
                "+-".contains(character) && text.last.map { "eE".contains($0) } == true && !text.hasPrefix("0x")
            guard character.isDigit || character == "." || character == "_" || character.isLetter || isExponentSign
            else {
                break
            }
            text.append(character)
        }
        let digits = text.filter { $0 != "_" }.lowercased()
        let value: ExpressionValue?
        if digits.hasPrefix("0x") {
            value = Int(digits.dropFirst(2), radix: 16).map(ExpressionValue.int)
        } else if digits.allSatisfy(\.isDigit) {
            value = Int(digits).map(ExpressionValue.int)
            if value == nil { throw .tooLarge }
        } else {
            let isPlain = digits.allSatisfy { $0.isDigit || ".e+-".contains($0) }
            value = isPlain ? Double(digits.hasSuffix(".") ? digits + "0" : digits).map(ExpressionValue.float) : nil
        }
        guard let value else { throw .unexpected(text, at: rest.startIndex) }
        return ExpressionToken(kind: .number(value), text: text, position: rest.startIndex)
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
