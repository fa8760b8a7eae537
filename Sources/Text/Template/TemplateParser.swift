/// Makes statements of a template's tokens.
struct TemplateParser {
    private let tokens: [TemplateToken]
    private(set) var place = 0
    var depth = 0

    /// Deeper ones would overflow the stack.
    static let deepest = 100

    static func statements(of source: String) throws(TemplateError) -> [TemplateStatement] {
        var parser = TemplateParser(tokens: try TemplateLexer.tokens(of: source))
        let statements = try parser.block(until: [])
        if parser.place < parser.tokens.count { throw parser.unexpected() }
        return statements
    }

    private init(tokens: [TemplateToken]) {
        self.tokens = tokens
    }

    var current: TemplateToken.Kind? { place < tokens.count ? tokens[place].kind : nil }
    var line: Int { place < tokens.count ? tokens[place].line : tokens.last?.line ?? 1 }

    func fault(_ problem: TemplateError.Problem) -> TemplateError { TemplateError(line: line, problem: problem) }

    func unexpected() -> TemplateError {
        switch current {
        case nil: fault(.unclosed("a tag"))
        case .name(let name)?: fault(.unexpected("'\(name)'"))
        case .symbol(let symbol)?: fault(.unexpected("'\(symbol)'"))
        case .string(let text)?: fault(.unexpected("'\(text)'"))
        default: fault(.unexpected("what stands here"))
        }
    }

    mutating func advance() { place += 1 }

    mutating func takes(_ symbol: String) -> Bool {
        guard current == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func takes(name: String) -> Bool {
        guard current == .name(name) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(TemplateError) {
        guard takes(symbol) else { throw unexpected() }
    }

    mutating func expectName() throws(TemplateError) -> String {
        guard case .name(let name)? = current else { throw unexpected() }
        advance()
        return name
    }

    private mutating func expectClose() throws(TemplateError) {
        guard current == .close else { throw unexpected() }
        advance()
    }

    /// Statements up to one of the tags in `ends`, whose name is left to be read.
    private mutating func block(until ends: Set<String>) throws(TemplateError) -> [TemplateStatement] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw fault(.tooDeep) }
        var statements: [TemplateStatement] = []
        while let kind = current {
            switch kind {
            case .text(let text):
                advance()
                statements.append(.text(text))
            case .open(isTag: false):
                advance()
                statements.append(.output(try expression()))
                try expectClose()
            case .open(isTag: true):
                guard place + 1 < tokens.count, case .name(let name) = tokens[place + 1].kind else {
                    advance()
                    throw unexpected()
                }
                advance()
                if ends.contains(name) { return statements }
                advance()
                if let statement = try statement(name) { statements.append(statement) }
            default: throw unexpected()
            }
        }
        if !ends.isEmpty { throw fault(.unclosed("a '{% … %}' block")) }
        return statements
    }

    /// The tag `name`, whose name has been read. Nil where it says nothing.
    private mutating func statement(_ name: String) throws(TemplateError) -> TemplateStatement? {
        switch name {
        case "if": return try branch()
        case "for": return try loop()
        case "set": return try assignment()
        case "macro": return try macro()
        case "filter":
            let name = try expectName()
            let arguments = takes("(") ? try arguments() : TemplateArguments()
            return .filterBlock(name, arguments, try body(until: "endfilter"))
        case "with":
            var names: [(name: String, value: TemplateExpression)] = []
            while current != .close {
                let name = try expectName()
                try expect("=")
                names.append((name, try expression()))
                guard takes(",") || current == .close else { throw unexpected() }
            }
            return .with(names, try body(until: "endwith"))
        case "break", "continue":
            try expectClose()
            return name == "break" ? .breakLoop : .continueLoop
        case "generation", "endgeneration":
            // Marks for training.
            try expectClose()
            return nil
        default: throw fault(.unknownTag(name))
        }
    }

    /// What stands between the tag that ends here and the one called `end`.
    private mutating func body(until end: String) throws(TemplateError) -> [TemplateStatement] {
        try expectClose()
        let body = try block(until: [end])
        advance()
        try expectClose()
        return body
    }

    private mutating func branch() throws(TemplateError) -> TemplateStatement {
        var branches: [(condition: TemplateExpression, body: [TemplateStatement])] = []
        var otherwise: [TemplateStatement] = []
        var condition = try expression()
        while true {
            try expectClose()
            branches.append((condition, try block(until: ["elif", "else", "endif"])))
            switch try expectName() {
            case "elif":
                condition = try expression()
                continue
            case "else":
                try expectClose()
                otherwise = try block(until: ["endif"])
                advance()
            default: break
            }
            try expectClose()
            return .branch(branches, otherwise: otherwise)
        }
    }

    private mutating func loop() throws(TemplateError) -> TemplateStatement {
        let line = line
        var names = [try expectName()]
        while takes(",") { names.append(try expectName()) }
        guard takes(name: "in") else { throw unexpected() }
        // A conditional expression would take the loop's own "if".
        let sequence = try disjunction()
        let condition = takes(name: "if") ? try expression() : nil
        _ = takes(name: "recursive")
        try expectClose()
        let body = try block(until: ["else", "endfor"])
        var otherwise: [TemplateStatement] = []
        if takes(name: "else") {
            try expectClose()
            otherwise = try block(until: ["endfor"])
        }
        advance()
        try expectClose()
        return .loop(
            TemplateLoop(
                names: names, sequence: sequence, condition: condition, body: body, otherwise: otherwise, line: line))
    }

    private mutating func assignment() throws(TemplateError) -> TemplateStatement {
        let first = try expectName()
        if takes(".") {
            let attribute = try expectName()
            try expect("=")
            let value = try expression()
            try expectClose()
            return .set(.attribute(of: first, attribute), value)
        }
        var names = [first]
        while takes(",") { names.append(try expectName()) }
        guard takes("=") else { return .setBlock(first, try body(until: "endset")) }
        var values = [try expression()]
        while takes(",") { values.append(try expression()) }
        try expectClose()
        return .set(.names(names), values.count == 1 ? values[0] : .list(values))
    }

    private mutating func macro() throws(TemplateError) -> TemplateStatement {
        let name = try expectName()
        try expect("(")
        var parameters: [(name: String, value: TemplateExpression?)] = []
        while !takes(")") {
            let parameter = try expectName()
            parameters.append((parameter, takes("=") ? try expression() : nil))
            guard takes(",") || current == .symbol(")") else { throw unexpected() }
        }
        return .macro(TemplateMacro(name: name, parameters: parameters, body: try body(until: "endmacro")))
    }
}
