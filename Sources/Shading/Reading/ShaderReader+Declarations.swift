/// What stands before a type.
struct Qualifiers {
    var words: Set<String> = []
    var location: Int?
    var hasPrecision = false

    var isConstant: Bool { words.contains("const") }
}

extension ShaderReader {
    /// A function, variables, a structure or a precision.
    mutating func readGlobal() throws(ShaderError) {
        if accept(";") { return }
        if token.text == "precision" { return try readPrecision() }
        let qualifiers = try readQualifiers()
        // `layout(…) in;` and `invariant name;` say nothing that counts here.
        if accept(";") { return }
        if qualifiers.words == ["invariant"], type(named: token.text) == nil {
            _ = next()
            return try expect(";")
        }
        if qualifiers.words.contains("uniform"), token.kind == .word, following.text == "{" {
            throw ShaderError(.uniformBlock(token.text), at: token.place)
        }
        let place = token.place
        let type = try readType()
        if accept(";") { return }
        let name = try newName()
        if token.text == "(" { return try readFunction(name, result: type, at: place) }
        try readVariables(first: name, type, qualifiers) { (reader, variable, initial) throws(ShaderError) in
            reader.globals.append((variable, initial))
        }
    }

    mutating func readPrecision() throws(ShaderError) {
        _ = next()
        let precision = next()
        guard Words.precisions.contains(precision.text) else {
            throw ShaderError(.unexpected(precision.text, wants: "lowp, mediump or highp"), at: precision.place)
        }
        let type = next()
        if type.text == "float" { hasFloatPrecision = true }
        guard ["float", "int", "sampler2D"].contains(type.text) || ShaderType.absentSamplers.contains(type.text) else {
            throw ShaderError(.unexpected(type.text, wants: "float, int or a sampler"), at: type.place)
        }
        try expect(";")
    }

    mutating func readQualifiers() throws(ShaderError) -> Qualifiers {
        var qualifiers = Qualifiers()
        while token.kind == .word {
            switch token.text {
            case "layout":
                _ = next()
                qualifiers.location = try readLocation() ?? qualifiers.location
            case "lowp", "mediump", "highp":
                _ = next()
                qualifiers.hasPrecision = true
            case "const", "uniform", "in", "out", "inout", "centroid", "flat", "smooth", "invariant":
                let word = next()
                guard qualifiers.words.insert(word.text).inserted else {
                    throw ShaderError(.saidTwice(word.text), at: word.place)
                }
            default: return qualifiers
            }
        }
        return qualifiers
    }

    /// `(location = 1)`; other words in it are passed over.
    private mutating func readLocation() throws(ShaderError) -> Int? {
        try expect("(")
        var location: Int?
        repeat {
            let word = next()
            guard accept("=") else { continue }
            let value = try readConstantInteger()
            if word.text == "location" { location = Int(value) }
        } while accept(",")
        try expect(")")
        return location
    }

    /// A type's name, or a structure on the spot; with `[n]` if it is an array.
    mutating func readType() throws(ShaderError) -> ShaderType {
        let name = next()
        var type: ShaderType
        if name.text == "struct" {
            type = .structure(try readStructure())
        } else if let known = self.type(named: name.text) {
            type = known
        } else if ShaderType.absentSamplers.contains(name.text) {
            throw ShaderError(.absentSampler(name.text), at: name.place)
        } else {
            throw ShaderError(.unexpected(name.text, wants: "a type"), at: name.place)
        }
        if token.text == "[", following.text != "]" { type = try readArray(of: type) }
        return type
    }

    /// `[n]` after a type or a name.
    mutating func readArray(of element: ShaderType) throws(ShaderError) -> ShaderType {
        let place = token.place
        try expect("[")
        let count = try readConstantInteger()
        try expect("]")
        guard !element.isArray else { throw ShaderError(.arrayOfArrays, at: place) }
        guard element != .void, element != .sampler else {
            throw ShaderError(.noArrayOf(element.description), at: place)
        }
        guard count > 0, count <= 4096, element.componentCount * Int(count) <= 1 << 16 else {
            throw ShaderError(.badArraySize(Int(count)), at: place)
        }
        return .array(element, Int(count))
    }

    mutating func readConstantInteger() throws(ShaderError) -> Int32 {
        let expression = try readConditional()
        guard expression.type == .int || expression.type == .uint, expression.isConstant,
            let value = Known.components(of: expression)?.first
        else { throw ShaderError(.notConstant, at: expression.place) }
        return Int32(bitPattern: value)
    }

    private mutating func readStructure() throws(ShaderError) -> Structure {
        let name: Token? = token.text == "{" ? nil : try newName()
        let place = token.place
        try expect("{")
        var fields: [(name: String, type: ShaderType)] = []
        while !accept("}") {
            let qualifiers = try readQualifiers()
            let type = try readType()
            repeat {
                let field = try newName()
                guard !fields.contains(where: { $0.name == field.text }) else {
                    throw ShaderError(.declaredTwice(field.text), at: field.place)
                }
                let whole = token.text == "[" ? try readArray(of: type) : type
                try checkPrecision(of: whole, qualifiers, at: field.place)
                guard whole != .void, !whole.holdsSampler else {
                    throw ShaderError(.badField(whole.description), at: field.place)
                }
                fields.append((field.text, whole))
            } while accept(",")
            try expect(";")
        }
        guard !fields.isEmpty else { throw ShaderError(.emptyStructure, at: place) }
        let structure = Structure(name: name?.text ?? "struct", fields: fields)
        if let name { try declare(.structure(structure), as: name.text, at: name.place) }
        return structure
    }

    func checkPrecision(of type: ShaderType, _ qualifiers: Qualifiers, at place: SourcePlace) throws(ShaderError) {
        guard !type.holdsFloat || hasFloatPrecision || qualifiers.hasPrecision else {
            throw ShaderError(.noPrecision(type.description), at: place)
        }
    }

    /// The variables of one declaration, from the first one's name to the semicolon.
    mutating func readVariables(
        first: Token, _ type: ShaderType, _ qualifiers: Qualifiers,
        _ take: (inout ShaderReader, Variable, Expression?) throws(ShaderError) -> Void
    ) throws(ShaderError) {
        var name = first
        while true {
            let (variable, initial) = try readVariable(name, type, qualifiers)
            try take(&self, variable, initial)
            guard accept(",") else { break }
            name = try newName()
        }
        try expect(";")
    }

    /// `name`, `name[2]`, `name = value`: what follows the type.
    mutating func readVariable(
        _ name: Token, _ type: ShaderType, _ qualifiers: Qualifiers
    ) throws(ShaderError) -> (Variable, Expression?) {
        var type = type
        var hasOpenSize = false
        if token.text == "[" {
            if following.text == "]" {
                (_, _) = (next(), next())
                hasOpenSize = true
            } else {
                type = try readArray(of: type)
            }
        }
        var initial: Expression?
        if accept("=") {
            let value = try readAssignment()
            if hasOpenSize, case .array(let element, _) = value.type, element == type { type = value.type }
            guard value.type == type else {
                throw ShaderError(
                    .mismatch(found: value.type.description, wants: type.description, name.text), at: value.place)
            }
            initial = value
        } else if hasOpenSize {
            throw ShaderError(.openArray(name.text), at: name.place)
        }
        let variable = try variable(name, type, qualifiers, initial)
        return (variable, initial)
    }
}
