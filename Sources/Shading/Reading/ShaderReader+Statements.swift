extension ShaderReader {
    /// Up to the brace that closes them.
    mutating func readStatements() throws(ShaderError) -> [Statement] {
        var statements: [Statement] = []
        while !accept("}") {
            guard token.kind != .end else { throw ShaderError(.unexpected(token.text, wants: "'}'"), at: token.place) }
            statements += try readStatement()
        }
        return statements
    }

    private mutating func readBody() throws(ShaderError) -> Statement {
        .block(try scoped { (reader) throws(ShaderError) in try reader.readStatement() })
    }

    /// Several only where one declares several variables.
    private mutating func readStatement() throws(ShaderError) -> [Statement] {
        try nested { (reader) throws(ShaderError) in try reader.readAnyStatement() }
    }

    private mutating func readAnyStatement() throws(ShaderError) -> [Statement] {
        let start = token
        switch start.text {
        case ";":
            _ = next()
            return []
        case "{":
            _ = next()
            return [.block(try scoped { (reader) throws(ShaderError) in try reader.readStatements() })]
        case "if": return [try readIf()]
        case "for", "while", "do": return [.loop(try readLoop())]
        case "switch": return [try readSwitch()]
        case "break":
            guard loops + switches > 0 else {
                throw ShaderError(.outside("break", of: "a loop or a switch"), at: start.place)
            }
            return [try simple(.leaveLoop)]
        case "continue":
            guard loops > 0 else { throw ShaderError(.outside("continue", of: "a loop"), at: start.place) }
            return [try simple(.nextPass)]
        case "discard":
            discards = true
            return [try simple(.discard)]
        case "return": return [try readReturn()]
        case "precision":
            try readPrecision()
            return []
        default:
            if startsDeclaration { return try readDeclaration() }
            let expression = try readExpression()
            try expect(";")
            return [.expression(expression)]
        }
    }

    private mutating func simple(_ statement: Statement) throws(ShaderError) -> Statement {
        _ = next()
        try expect(";")
        return statement
    }

    private var startsDeclaration: Bool {
        if token.text == "const" || token.text == "struct" || Words.precisions.contains(token.text) { return true }
        if ["uniform", "in", "out"].contains(token.text) || ShaderType.absentSamplers.contains(token.text) {
            return true
        }
        return type(named: token.text) != nil && following.text != "("
    }

    private mutating func readDeclaration() throws(ShaderError) -> [Statement] {
        let qualifiers = try readQualifiers()
        let type = try readType()
        if accept(";") { return [] }
        var statements: [Statement] = []
        try readVariables(first: try newName(), type, qualifiers) { (_, variable, initial) throws(ShaderError) in
            statements.append(.declare(variable, initial))
        }
        return statements
    }

    private mutating func readReturn() throws(ShaderError) -> Statement {
        let place = next().place
        if accept(";") {
            guard result == .void else { throw ShaderError(.emptyReturn(result.description), at: place) }
            return .giveBack(nil)
        }
        let value = try readExpression()
        guard result != .void else { throw ShaderError(.needlessReturn(value.type.description), at: value.place) }
        guard value.type == result else {
            throw ShaderError(
                .mismatch(found: value.type.description, wants: result.description, "return"), at: value.place)
        }
        try expect(";")
        return .giveBack(value)
    }

    private mutating func readCondition() throws(ShaderError) -> Expression {
        let condition = try readExpression()
        guard condition.type == .bool else {
            throw ShaderError(.notACondition(condition.type.description), at: condition.place)
        }
        return condition
    }

    private mutating func readIf() throws(ShaderError) -> Statement {
        _ = next()
        try expect("(")
        let condition = try readCondition()
        try expect(")")
        let then = try readBody()
        let otherwise = accept("else") ? try readBody() : nil
        return .branch(condition, then: then, otherwise: otherwise)
    }

    private mutating func readLoop() throws(ShaderError) -> Statement.Loop {
        try scoped { (reader) throws(ShaderError) in
            let word = reader.next().text
            if word == "do" { return try reader.readBodyFirstLoop() }
            try reader.expect("(")
            var start: [Statement] = []
            var condition: Expression?
            var declared: Variable?
            var step: Expression?
            if word == "for", !reader.accept(";") {
                if reader.startsDeclaration {
                    start = try reader.readDeclaration()
                } else {
                    start = [.expression(try reader.readExpression())]
                    try reader.expect(";")
                }
            }
            if reader.token.text != ";" { (condition, declared) = try reader.readLoopCondition() }
            if word == "for" {
                try reader.expect(";")
                if reader.token.text != ")" { step = try reader.readExpression() }
            }
            try reader.expect(")")
            let body = try reader.readLoopBody()
            return Statement.Loop(start: start, condition: condition, declared: declared, step: step, body: body)
        }
    }

    /// `bool more = f()` asks as well.
    private mutating func readLoopCondition() throws(ShaderError) -> (Expression, Variable?) {
        guard startsDeclaration else { return (try readCondition(), nil) }
        let type = try readType()
        let (variable, initial) = try readVariable(try newName(), type, Qualifiers())
        guard let initial, type == .bool else {
            throw ShaderError(.notACondition(type.description), at: variable.place)
        }
        return (initial, variable)
    }

    private mutating func readLoopBody() throws(ShaderError) -> Statement {
        loops += 1
        defer { loops -= 1 }
        return try readBody()
    }

    private mutating func readBodyFirstLoop() throws(ShaderError) -> Statement.Loop {
        let body = try readLoopBody()
        try expect("while")
        try expect("(")
        let condition = try readCondition()
        try expect(")")
        try expect(";")
        return Statement.Loop(condition: condition, body: body, isBodyFirst: true)
    }

    private mutating func readSwitch() throws(ShaderError) -> Statement {
        _ = next()
        try expect("(")
        let selector = try readExpression()
        guard selector.type == .int || selector.type == .uint else {
            throw ShaderError(.notASelector(selector.type.description), at: selector.place)
        }
        try expect(")")
        try expect("{")
        switches += 1
        defer { switches -= 1 }
        let cases = try scoped { (reader) throws(ShaderError) in try reader.readCases(of: selector.type) }
        return .choose(selector, cases)
    }

    private mutating func readCases(of type: ShaderType) throws(ShaderError) -> [Statement.Case] {
        var cases: [Statement.Case] = []
        var seen: Set<UInt32?> = []
        while !accept("}") {
            var labels: [Expression?] = []
            while token.text == "case" || token.text == "default" {
                let place = token.place
                var label: Expression?
                var value: UInt32?
                if next().text == "case" {
                    let found = try readExpression()
                    guard found.type == type, found.isConstant, let known = Known.components(of: found)?.first else {
                        throw ShaderError(.badLabel(type.description), at: found.place)
                    }
                    (label, value) = (found, known)
                }
                guard seen.insert(value).inserted else { throw ShaderError(.labelTwice, at: place) }
                labels.append(label)
                try expect(":")
            }
            guard !labels.isEmpty else {
                throw ShaderError(.unexpected(token.text, wants: "'case' or 'default'"), at: token.place)
            }
            var body: [Statement] = []
            while !["case", "default", "}"].contains(token.text) {
                guard token.kind != .end else {
                    throw ShaderError(.unexpected(token.text, wants: "'}'"), at: token.place)
                }
                body += try readStatement()
            }
            cases.append(Statement.Case(labels: labels, body: body))
        }
        return cases
    }
}
