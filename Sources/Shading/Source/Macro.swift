/// A word that stands for others.
struct Macro: Hashable {
    /// Nil if it takes none, and no parentheses either.
    let parameters: [String]?
    let body: [Token]

    /// Whether defining it once more, so, changes nothing.
    func isSame(as other: Macro) -> Bool {
        parameters == other.parameters && body.map(\.text) == other.body.map(\.text)
    }
}

/// The macros that are defined, and how a text looks once they are replaced.
struct Macros {
    private var macros: [String: Macro] = [
        "GL_ES": Macro(parameters: nil, body: [Token(.integer, "1", at: .start)]),
        "GL_FRAGMENT_PRECISION_HIGH": Macro(parameters: nil, body: [Token(.integer, "1", at: .start)]),
        "__VERSION__": Macro(parameters: nil, body: [Token(.integer, "300", at: .start)]),
        "__FILE__": Macro(parameters: nil, body: [Token(.integer, "0", at: .start)]),
    ]

    /// More than this is no shader, but macros that double and double.
    private static let mostTokens = 1 << 17

    func isDefined(_ name: String) -> Bool { macros[name] != nil || name == "__LINE__" }

    mutating func define(_ name: Token, _ macro: Macro) throws(ShaderError) {
        guard !name.text.hasPrefix("GL_"), !name.text.contains("__") else {
            throw ShaderError(.reservedName(name.text), at: name.place)
        }
        if let old = macros[name.text], !old.isSame(as: macro) {
            throw ShaderError(.redefinedMacro(name.text), at: name.place)
        }
        macros[name.text] = macro
    }

    mutating func remove(_ name: Token) throws(ShaderError) {
        guard !name.text.hasPrefix("GL_"), !name.text.contains("__") else {
            throw ShaderError(.reservedName(name.text), at: name.place)
        }
        macros[name.text] = nil
    }

    /// `tokens` with every macro replaced, those in what it is replaced by as well.
    ///
    /// What comes out of a macro stands where its name stood.
    func expanded(_ tokens: [Token]) throws(ShaderError) -> [Token] {
        var rest = Array(tokens.reversed())
        var result: [Token] = []
        var count = 0
        while let token = rest.popLast() {
            count += 1
            guard count < Self.mostTokens else { throw ShaderError(.endlessMacro(token.text), at: token.place) }
            if token.text == "__LINE__", token.kind == .word {
                result.append(Token(.integer, "\(token.place.line)", at: token.place))
                continue
            }
            guard token.kind == .word, let macro = macros[token.text], !token.origins.contains(token.text) else {
                result.append(token)
                continue
            }
            guard let parameters = macro.parameters else {
                rest += Self.replacement(macro.body, for: token)
                continue
            }
            guard rest.last?.text == "(" else {
                result.append(token)
                continue
            }
            let arguments = try Self.arguments(of: token, from: &rest)
            let isBare = parameters.isEmpty && arguments.count == 1 && arguments[0].isEmpty
            guard isBare || arguments.count == parameters.count else {
                throw ShaderError(
                    .macroArguments(token.text, wants: parameters.count, found: arguments.count), at: token.place)
            }
            var body: [Token] = []
            for word in macro.body {
                if let position = parameters.firstIndex(of: word.text), word.kind == .word {
                    body += try expanded(arguments[position])
                } else {
                    body.append(word)
                }
            }
            rest += Self.replacement(body, for: token)
        }
        return result
    }

    private static func replacement(_ body: [Token], for name: Token) -> [Token] {
        body.reversed().map { word in
            var word = word.at(name.place)
            word.origins.formUnion(name.origins)
            word.origins.insert(name.text)
            return word
        }
    }

    /// Takes `(a, b, …)` away from the end of `rest`.
    private static func arguments(of name: Token, from rest: inout [Token]) throws(ShaderError) -> [[Token]] {
        rest.removeLast()
        var arguments: [[Token]] = [[]]
        var depth = 0
        while let token = rest.popLast() {
            switch token.text {
            case ")" where depth == 0: return arguments
            case "," where depth == 0:
                arguments.append([])
                continue
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            arguments[arguments.count - 1].append(token)
        }
        throw ShaderError(.openMacroCall(name.text), at: name.place)
    }
}
