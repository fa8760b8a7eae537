extension ShaderReader {
    /// A number, a name, a call or something in parentheses.
    mutating func readPrimary() throws(ShaderError) -> Expression {
        let token = next()
        switch token.kind {
        case .integer:
            guard let literal = IntegerLiteral(token.text) else {
                throw ShaderError(.badNumber(token.text), at: token.place)
            }
            return try make(.literal([literal.bits]), literal.isUnsigned ? .uint : .int, at: token.place)
        case .float:
            let isMarked = token.text.hasSuffix("f") || token.text.hasSuffix("F")
            guard let value = Float(isMarked ? token.text.dropLast() : token.text[...]) else {
                throw ShaderError(.badNumber(token.text), at: token.place)
            }
            return try make(.literal([value.bitPattern]), .float, at: token.place)
        case .symbol where token.text == "(":
            let value = try nested { (reader) throws(ShaderError) in try reader.readExpression() }
            try expect(")")
            return value
        case .word:
            return try readNamed(token)
        case .symbol, .end:
            throw ShaderError(.unexpected(token.text, wants: "a value"), at: token.place)
        }
    }

    private mutating func readNamed(_ name: Token) throws(ShaderError) -> Expression {
        if name.text == "true" || name.text == "false" {
            return try make(.literal([name.text == "true" ? .max : 0]), .bool, at: name.place)
        }
        if type(named: name.text) != nil { return try readConstructor(name) }
        if token.text == "(" { return try readCall(name) }
        switch entity(name.text) {
        case .variable(let variable)?:
            variable.isUsed = true
            return try make(.variable(variable), variable.type, at: name.place)
        case .functions?: throw ShaderError(.functionWithoutCall(name.text), at: name.place)
        case .structure?, nil:
            guard !Words.keywords.contains(name.text) else {
                throw ShaderError(.unexpected(name.text, wants: "a value"), at: name.place)
            }
            throw ShaderError(.unknownName(name.text, meant: meant(by: name.text)), at: name.place)
        }
    }

    private func meant(by name: String) -> String? { Spelling.nearest(to: name, among: knownNames) }

    private mutating func readArguments() throws(ShaderError) -> [Expression] {
        try expect("(")
        if accept(")") { return [] }
        if token.text == "void", following.text == ")" {
            (_, _) = (next(), next())
            return []
        }
        var arguments: [Expression] = []
        repeat { arguments.append(try readAssignment()) } while accept(",")
        try expect(")")
        return arguments
    }

    private mutating func readCall(_ name: Token) throws(ShaderError) -> Expression {
        let entity = entity(name.text)
        if case .variable? = entity { throw ShaderError(.notAFunction(name.text), at: name.place) }
        let arguments = try readArguments()
        let types = arguments.map(\.type)
        if case .functions(let functions)? = entity {
            guard let function = functions.first(where: { $0.parameters.map(\.type) == types }) else {
                throw ShaderError(
                    .noOverload(
                        name.text, types.map(\.description),
                        functions.map { $0.parameters.map(\.type.description) }), at: name.place)
            }
            for (parameter, argument) in zip(function.parameters, arguments) {
                guard case .parameter(let passing) = parameter.role, passing != .in else { continue }
                try noteWrite(to: argument)
            }
            return try make(.call(function, arguments), function.result, at: name.place)
        }
        guard let signatures = BuiltIns.signatures[name.text] else {
            throw ShaderError(.unknownFunction(name.text, meant: meant(by: name.text)), at: name.place)
        }
        guard let result = BuiltIns.result(of: name.text, signatures, types) else {
            throw ShaderError(.noOverload(name.text, types.map(\.description), []), at: name.place)
        }
        if name.text == "modf", let target = arguments.last { try noteWrite(to: target) }
        return try make(.builtIn(name.text, arguments), result, at: name.place)
    }

    private mutating func readConstructor(_ name: Token) throws(ShaderError) -> Expression {
        guard var type = type(named: name.text) else { preconditionFailure("\(name.text) is no type") }
        var isOpen = false
        if token.text == "[" {
            if following.text == "]" {
                (_, _) = (next(), next())
                isOpen = true
            } else {
                type = try readArray(of: type)
            }
        }
        guard token.text == "(" else { throw ShaderError(.unexpected(name.text, wants: "a value"), at: name.place) }
        let arguments = try readArguments()
        if isOpen {
            guard !arguments.isEmpty else { throw ShaderError(.badArraySize(0), at: name.place) }
            type = .array(type, arguments.count)
        }
        if let fault = Constructors.fault(type, arguments.map(\.type)) { throw ShaderError(fault, at: name.place) }
        return try make(.construct(arguments), type, at: name.place)
    }
}
