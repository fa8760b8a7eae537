/// Follows the lines that begin with `#` and gives what is left, macros replaced.
struct Preprocessor {
    private var macros = Macros()
    private var output: [Token] = []

    /// Text since the last line that begins with `#`; a macro's arguments may run over several lines.
    private var pending: [Token] = []
    private var branches: [Branch] = []

    /// An `#if` that is open.
    private struct Branch {
        let place: SourcePlace
        /// Whether the lines now are taken.
        var isTaken: Bool
        /// Whether some lines were taken already, so that no `#else` is.
        var wasTaken: Bool
        var hasElse = false
    }

    /// - Throws: `ShaderError` at the first line that cannot be followed.
    static func tokens(of source: String) throws(ShaderError) -> [Token] {
        let lines = try Lexer.lines(of: source)
        var reader = Preprocessor()
        try reader.checkVersion(lines)
        for line in lines.dropFirst() {
            if line.isDirective {
                try reader.follow(line)
            } else if reader.isTaking {
                reader.pending += line.tokens
            }
        }
        try reader.flush()
        if let open = reader.branches.last { throw ShaderError(.openCondition, at: open.place) }
        let end = lines.last.map { SourcePlace(line: $0.place.line, column: $0.place.column) } ?? .start
        return reader.output + [Token(.end, "the end", at: end)]
    }

    private var isTaking: Bool { branches.allSatisfy(\.isTaken) }

    /// The language's version stands in the very first line.
    private func checkVersion(_ lines: [SourceLine]) throws(ShaderError) {
        guard let first = lines.first, first.isDirective, first.tokens.first?.text == "version" else {
            throw ShaderError(.noVersion, at: .start)
        }
        let words = first.tokens.dropFirst().map(\.text)
        guard words == ["300", "es"] else {
            throw ShaderError(.otherVersion(words.joined(separator: " ")), at: first.place)
        }
    }

    private mutating func flush() throws(ShaderError) {
        output += try macros.expanded(pending)
        pending = []
    }

    private mutating func follow(_ line: SourceLine) throws(ShaderError) {
        guard let name = line.tokens.first else { return }
        let rest = Array(line.tokens.dropFirst())
        switch name.text {
        case "if", "ifdef", "ifndef": try open(name, rest)
        case "elif", "else", "endif": try turn(name, rest)
        default:
            guard isTaking else { return }
            try flush()
            try obey(name, rest)
        }
    }

    private mutating func open(_ name: Token, _ rest: [Token]) throws(ShaderError) {
        try flush()
        guard isTaking else {
            branches.append(Branch(place: name.place, isTaken: false, wasTaken: true))
            return
        }
        let holds: Bool
        if name.text == "if" {
            holds = try Condition.holds(rest, at: name.place, macros)
        } else {
            guard let word = rest.first, word.kind == .word else {
                throw ShaderError(.badDirective(name.text, wants: "the name of a macro"), at: name.place)
            }
            holds = macros.isDefined(word.text) == (name.text == "ifdef")
        }
        branches.append(Branch(place: name.place, isTaken: holds, wasTaken: holds))
    }

    private mutating func turn(_ name: Token, _ rest: [Token]) throws(ShaderError) {
        try flush()
        guard var branch = branches.popLast() else { throw ShaderError(.noCondition(name.text), at: name.place) }
        guard name.text != "endif" else { return }
        guard !branch.hasElse else { throw ShaderError(.afterElse(name.text), at: name.place) }
        if name.text == "else" {
            branch.hasElse = true
            branch.isTaken = !branch.wasTaken
        } else if branch.wasTaken {
            branch.isTaken = false
        } else {
            branch.isTaken = try Condition.holds(rest, at: name.place, macros)
        }
        branch.wasTaken = branch.wasTaken || branch.isTaken
        branches.append(branch)
    }

    private mutating func obey(_ name: Token, _ rest: [Token]) throws(ShaderError) {
        switch name.text {
        case "define": try define(name, rest)
        case "undef":
            guard let word = rest.first, word.kind == .word else {
                throw ShaderError(.badDirective(name.text, wants: "the name of a macro"), at: name.place)
            }
            try macros.remove(word)
        case "error": throw ShaderError(.demanded(rest.map(\.text).joined(separator: " ")), at: name.place)
        // `#pragma passes` is the node's.
        case "pragma", "line": break
        case "extension":
            if rest.last?.text == "require" {
                throw ShaderError(.absentExtension(rest.first?.text ?? ""), at: name.place)
            }
        case "version": throw ShaderError(.lateVersion, at: name.place)
        default: throw ShaderError(.unknownDirective(name.text), at: name.place)
        }
    }

    private mutating func define(_ name: Token, _ rest: [Token]) throws(ShaderError) {
        guard let word = rest.first, word.kind == .word else {
            throw ShaderError(.badDirective(name.text, wants: "a name"), at: name.place)
        }
        var body = Array(rest.dropFirst())
        // A parenthesis makes parameters only where it touches the name.
        guard let open = body.first, open.text == "(",
            open.place == SourcePlace(line: word.place.line, column: word.place.column + word.text.count)
        else { return try macros.define(word, Macro(parameters: nil, body: body)) }
        guard let close = body.firstIndex(where: { $0.text == ")" }) else {
            throw ShaderError(.badDirective(name.text, wants: "a ')' after the parameters"), at: open.place)
        }
        var parameters: [String] = []
        for (position, token) in body[1..<close].enumerated() {
            guard position.isMultiple(of: 2) ? token.kind == .word : token.text == "," else {
                throw ShaderError(.badDirective(name.text, wants: "names with commas between them"), at: token.place)
            }
            if token.kind == .word { parameters.append(token.text) }
        }
        body.removeFirst(close + 1)
        try macros.define(word, Macro(parameters: parameters, body: body))
    }
}
