extension ShaderReader {
    /// Declares a variable and checks that it can be what it is said to be.
    mutating func variable(
        _ name: Token, _ type: ShaderType, _ qualifiers: Qualifiers, _ initial: Expression?
    ) throws(ShaderError) -> Variable {
        let place = name.place
        try checkPrecision(of: type, qualifiers, at: place)
        guard type != .void else { throw ShaderError(.voidVariable(name.text), at: place) }
        let role = try role(of: name, type, qualifiers, initial)
        let variable = Variable(name.text, type, role, at: place)
        variable.location = qualifiers.location
        if variable.isConstant, let initial { variable.known = Known.components(of: initial) }
        try declare(.variable(variable), as: name.text, at: place)
        return variable
    }

    private func role(
        of name: Token, _ type: ShaderType, _ qualifiers: Qualifiers, _ initial: Expression?
    ) throws(ShaderError) -> Variable.Role {
        let place = name.place
        let words = qualifiers.words
        let storage = ["const", "uniform", "in", "out", "inout"].filter(words.contains)
        guard storage.count < 2 else { throw ShaderError(.clash(storage[0], storage[1]), at: place) }
        guard storage.first == "uniform" || !type.holdsSampler else {
            throw ShaderError(.samplerVariable(name.text), at: place)
        }
        switch storage.first {
        case "const":
            guard let initial else { throw ShaderError(.constantWithoutValue(name.text), at: place) }
            guard initial.isConstant else { throw ShaderError(.notConstant, at: initial.place) }
            return .constant
        case "uniform", "in", "out":
            let word = storage[0]
            guard isGlobal else { throw ShaderError(.notHere(word), at: place) }
            guard initial == nil else { throw ShaderError(.valueFromOutside(name.text), at: place) }
            return try outsideRole(word, name, type, words)
        case "inout": throw ShaderError(.notHere("inout"), at: place)
        default:
            if isGlobal, let initial, !initial.isConstant { throw ShaderError(.notConstant, at: initial.place) }
            return isGlobal ? .global : .local
        }
    }

    private func outsideRole(
        _ word: String, _ name: Token, _ type: ShaderType, _ words: Set<String>
    ) throws(ShaderError) -> Variable.Role {
        switch word {
        case "uniform": return .uniform
        case "in":
            guard name.text == "v_texCoord", type == .vector(.float, 2), !words.contains("flat") else {
                throw ShaderError(.noSuchInput("\(type) \(name.text)"), at: name.place)
            }
            return .input
        default:
            let element = if case .array(let element, _) = type { element } else { type }
            guard element.kind == .float, element.vectorSize != nil else {
                throw ShaderError(.badOutput(name.text, type.description), at: name.place)
            }
            return .output
        }
    }

    /// A function's head, and its body if there is one.
    mutating func readFunction(_ name: Token, result: ShaderType, at place: SourcePlace) throws(ShaderError) {
        guard BuiltIns.signatures[name.text] == nil else {
            throw ShaderError(.builtInFunction(name.text), at: name.place)
        }
        guard !result.holdsSampler else { throw ShaderError(.samplerVariable(name.text), at: place) }
        try checkPrecision(of: result, Qualifiers(), at: place)
        try scoped { (reader) throws(ShaderError) in
            let parameters = try reader.readParameters()
            let function = try reader.declared(name, result, parameters)
            guard reader.token.text == "{" else { return try reader.expect(";") }
            guard function.body == nil else { throw ShaderError(.declaredTwice(name.text), at: name.place) }
            function.parameters = parameters
            if name.text == "main" {
                guard result == .void, parameters.isEmpty else { throw ShaderError(.badMain, at: name.place) }
                reader.main = function
            }
            reader.result = result
            try reader.expect("{")
            let body = try reader.readStatements()
            if result != .void, !body.exits.contains(.giveBack) {
                throw ShaderError(.givesNothing(name.text, result.description), at: name.place)
            }
            function.body = body
        }
    }

    private mutating func readParameters() throws(ShaderError) -> [Variable] {
        try expect("(")
        if accept(")") { return [] }
        if token.text == "void", following.text == ")" {
            (_, _) = (next(), next())
            return []
        }
        var parameters: [Variable] = []
        repeat {
            let qualifiers = try readQualifiers()
            let place = token.place
            var type = try readType()
            // A parameter may stay without a name.
            let name =
                token.kind == .word ? try newName() : Token(.word, "parameter \(parameters.count + 1)", at: place)
            if token.text == "[" { type = try readArray(of: type) }
            guard type != .void else { throw ShaderError(.voidVariable(name.text), at: place) }
            try checkPrecision(of: type, qualifiers, at: place)
            let words = qualifiers.words
            guard words.isSubset(of: ["const", "in", "out", "inout"]), words != ["const", "out"] else {
                throw ShaderError(.notHere(words.sorted().first ?? ""), at: place)
            }
            let passing: Variable.Passing = words.contains("inout") ? .inout : words.contains("out") ? .out : .in
            guard passing == .in || !type.holdsSampler else {
                throw ShaderError(.samplerVariable(name.text), at: place)
            }
            let parameter = Variable(name.text, type, .parameter(passing), at: place)
            parameter.isConstantParameter = words.contains("const") || type.holdsSampler
            try declare(.variable(parameter), as: name.text, at: name.place)
            parameters.append(parameter)
        } while accept(",")
        try expect(")")
        return parameters
    }

    /// The function of that name and those parameters; a new one unless its head was read before.
    private mutating func declared(
        _ name: Token, _ result: ShaderType, _ parameters: [Variable]
    ) throws(ShaderError) -> Function {
        var known: [Function] = []
        switch entityOutside(name.text) {
        case nil: break
        case .functions(let functions): known = functions
        default: throw ShaderError(.declaredTwice(name.text), at: name.place)
        }
        if let old = known.first(where: { $0.parameters.map(\.type) == parameters.map(\.type) }) {
            guard old.result == result else {
                throw ShaderError(.otherResult(name.text, old.result.description), at: name.place)
            }
            return old
        }
        let function = Function(name: name.text, result: result, parameters: parameters, at: name.place)
        redeclare(functions: known + [function], as: name.text)
        return function
    }
}
