extension ShaderReader {
    /// One or several with commas between them; the last one counts.
    mutating func readExpression() throws(ShaderError) -> Expression {
        var expression = try readAssignment()
        while token.text == "," {
            let place = next().place
            let last = try readAssignment()
            expression = try make(.sequence(expression, last), last.type, at: place)
        }
        return expression
    }

    mutating func readAssignment() throws(ShaderError) -> Expression {
        try nested { (reader) throws(ShaderError) in
            let target = try reader.readConditional()
            let symbol = reader.token
            guard symbol.kind == .symbol, symbol.text == "=" || Self.compound[symbol.text] != nil else { return target }
            _ = reader.next()
            let value = try reader.readAssignment()
            return try reader.assignment(symbol, target, value)
        }
    }

    private static let compound: [String: BinaryOperator] = [
        "+=": .add, "-=": .subtract, "*=": .multiply, "/=": .divide, "%=": .remainder, "&=": .and, "|=": .or,
        "^=": .exclusiveOr, "<<=": .shiftLeft, ">>=": .shiftRight,
    ]

    private func assignment(
        _ symbol: Token, _ target: Expression, _ value: Expression
    ) throws(ShaderError) -> Expression {
        try noteWrite(to: target)
        let operation = Self.compound[symbol.text]
        let type =
            try operation.map { (operation) throws(ShaderError) in
                try Operators.type(of: operation, target.type, value.type, at: symbol.place)
            } ?? value.type
        guard type == target.type else {
            throw ShaderError(
                .mismatch(found: type.description, wants: target.type.description, symbol.text), at: value.place)
        }
        return try make(.assign(target, operation, value), type, at: symbol.place)
    }

    /// Checks that something can be written there, and remembers that it is.
    func noteWrite(to target: Expression) throws(ShaderError) {
        guard let variable = target.target else { throw ShaderError(.notWritable(nil), at: target.place) }
        guard variable.isWritable else { throw ShaderError(.notWritable(variable.name), at: target.place) }
        var part = target
        while true {
            switch part.form {
            case .swizzle(let base, let picks):
                guard Set(picks).count == picks.count else { throw ShaderError(.swizzleTwice, at: target.place) }
                part = base
            case .field(let base, _), .index(let base, _): part = base
            default:
                variable.writes += 1
                return
            }
        }
    }

    mutating func readConditional() throws(ShaderError) -> Expression {
        let condition = try readBinary(from: 0)
        guard token.text == "?" else { return condition }
        let place = next().place
        guard condition.type == .bool else {
            throw ShaderError(.notACondition(condition.type.description), at: condition.place)
        }
        let first = try readAssignment()
        try expect(":")
        let second = try readAssignment()
        guard first.type == second.type else {
            throw ShaderError(.operands("?:", first.type.description, second.type.description), at: place)
        }
        return try make(.conditional(condition, first, second), first.type, at: place)
    }

    /// Operators that bind at least as tightly as those of `level`.
    private mutating func readBinary(from level: Int) throws(ShaderError) -> Expression {
        var left = try readUnary()
        while let operation = BinaryOperator(rawValue: token.text), token.kind == .symbol,
            let own = BinaryOperator.levels.firstIndex(where: { $0.contains(operation) }), own >= level
        {
            let place = next().place
            let right = try readBinary(from: own + 1)
            let type = try Operators.type(of: operation, left.type, right.type, at: place)
            left = try make(.binary(operation, left, right), type, at: place)
        }
        return left
    }

    private mutating func readUnary() throws(ShaderError) -> Expression {
        let symbol = token
        guard symbol.kind == .symbol, ["+", "-", "!", "~", "++", "--"].contains(symbol.text) else {
            return try readPostfix()
        }
        return try nested { (reader) throws(ShaderError) in
            _ = reader.next()
            let value = try reader.readUnary()
            let fits =
                switch symbol.text {
                case "!": value.type == .bool
                case "~": value.type.kind?.isInteger ?? false
                default: value.type.kind.map { $0 != .bool } ?? false
                }
            guard fits else { throw ShaderError(.operand(symbol.text, value.type.description), at: symbol.place) }
            switch symbol.text {
            case "+": return value
            case "-": return try reader.make(.negate(value), value.type, at: symbol.place)
            case "!": return try reader.make(.not(value), value.type, at: symbol.place)
            case "~": return try reader.make(.complement(value), value.type, at: symbol.place)
            default:
                try reader.noteWrite(to: value)
                let form = Expression.Form.step(value, isUp: symbol.text == "++", isAfter: false)
                return try reader.make(form, value.type, at: symbol.place)
            }
        }
    }

    private mutating func readPostfix() throws(ShaderError) -> Expression {
        var value = try readPrimary()
        while token.kind == .symbol {
            switch token.text {
            case "[": value = try readIndex(of: value)
            case ".": value = try readMember(of: value)
            case "++", "--":
                let symbol = next()
                guard let kind = value.type.kind, kind != .bool else {
                    throw ShaderError(.operand(symbol.text, value.type.description), at: symbol.place)
                }
                try noteWrite(to: value)
                let form = Expression.Form.step(value, isUp: symbol.text == "++", isAfter: true)
                value = try make(form, value.type, at: symbol.place)
            default: return value
            }
        }
        return value
    }

    private mutating func readIndex(of base: Expression) throws(ShaderError) -> Expression {
        let place = next().place
        let index = try readExpression()
        try expect("]")
        guard let (type, count) = base.type.element else {
            throw ShaderError(.notIndexable(base.type.description), at: place)
        }
        guard index.type == .int || index.type == .uint else {
            throw ShaderError(.badIndex(index.type.description), at: index.place)
        }
        if let known = Known.components(of: index)?.first.map({ Int(Int32(bitPattern: $0)) }),
            !(0..<count).contains(known)
        {
            throw ShaderError(.indexOutside(known, count), at: index.place)
        }
        return try make(.index(base, index), type, at: place)
    }

    private mutating func readMember(of base: Expression) throws(ShaderError) -> Expression {
        _ = next()
        let name = next()
        if name.text == "length", token.text == "(", case .array(_, let count) = base.type {
            try expect("(")
            try expect(")")
            return try make(.literal([UInt32(count)]), .int, at: name.place)
        }
        if case .structure(let structure) = base.type {
            guard let (type, offset) = structure.field(name.text) else {
                throw ShaderError(
                    .noField(name.text, structure.name, structure.fields.map(\.name)), at: name.place)
            }
            return try make(.field(base, offset), type, at: name.place)
        }
        guard case .vector(let kind, let count) = base.type else {
            throw ShaderError(.noFields(base.type.description), at: name.place)
        }
        let sets = ["xyzw", "rgba", "stpq"].map(Array.init)
        let letters = Array(name.text)
        guard let set = sets.first(where: { letters.allSatisfy($0.contains) }), (1...4).contains(letters.count) else {
            throw ShaderError(.badSwizzle(name.text, base.type.description), at: name.place)
        }
        let picks = letters.compactMap(set.firstIndex)
        guard picks.allSatisfy({ $0 < count }) else {
            throw ShaderError(.badSwizzle(name.text, base.type.description), at: name.place)
        }
        return try make(.swizzle(base, picks), .of(kind, picks.count), at: name.place)
    }
}
