import Lanes

/// Where something can be written.
struct Place {
    /// Of the first element, if an index tells which one it is.
    let registers: [Register]

    /// How many registers further on it is, for each pixel.
    var index: Register?

    /// Registers from the first one to the last one that the index may lead to.
    var span = 0
}

extension Lowering {
    mutating func place(of expression: Expression) throws(ShaderError) -> Place {
        switch expression.form {
        case .variable(let variable):
            let registers = registers(of: variable)
            return Place(registers: registers, span: registers.count)
        case .swizzle(let base, let picks):
            let place = try place(of: base)
            return Place(registers: picks.map { place.registers[$0] }, index: place.index, span: place.span)
        case .field(let base, let offset):
            let place = try place(of: base)
            let part = place.registers[offset..<offset + expression.type.componentCount]
            return Place(registers: Array(part), index: place.index, span: place.span)
        case .index(let base, let index): return try place(of: base, element: index, expression.type)
        default: preconditionFailure("nothing can be written to \(expression.form)")
        }
    }

    mutating func place(
        of base: Expression, element index: Expression, _ type: ShaderType
    ) throws(ShaderError) -> Place {
        let whole = try place(of: base)
        let size = type.componentCount
        if let known = Known.components(of: index)?.first {
            let part = whole.registers[Int(known) * size..<(Int(known) + 1) * size]
            return Place(registers: Array(part), index: whole.index, span: whole.span)
        }
        guard isConsecutive(whole.registers) else { throw ShaderError(.notWritable(nil), at: base.place) }
        var picked = try bounded(index, base.type.element?.count ?? 1, size)
        if let outer = whole.index { picked = made(.addInteger, outer, picked) }
        return Place(registers: Array(whole.registers.prefix(size)), index: picked, span: whole.span)
    }

    mutating func read(_ place: Place) -> [Register] {
        guard let index = place.index else { return place.registers }
        let results = fresh(place.registers.count)
        for (from, to) in zip(place.registers, results) { emit(.gather, to, index, from, count: place.span) }
        return results
    }

    /// Writes for the pixels that go on.
    mutating func write(_ values: [Register], to place: Place) {
        if let index = place.index {
            let all = mask ?? literal(UInt32.max)
            for (from, to) in zip(values, place.registers) {
                emit(.scatter, to, index, from, all, count: place.span)
            }
            return
        }
        var values = values
        let mask = mask(for: place.registers)
        let isTangled = place.registers.indices.contains { early in
            values.indices.contains { $0 > early && values[$0] == place.registers[early] }
        }
        if isTangled { values = moved(values, fresh(values.count)) }
        for (from, to) in zip(values, place.registers) where from != to {
            if let mask { emit(.select, to, mask, from, to) } else { emit(.move, to, from) }
        }
    }

    mutating func assign(
        _ target: Expression, _ operation: BinaryOperator?, _ value: Expression
    ) throws(ShaderError) -> [Register] {
        let place = try place(of: target)
        if let operation {
            // As `x = x + y`; componentwise, so that the result may go where it belongs at once.
            let standIn = Variable("", target.type, .local, at: target.place)
            bind(standIn, to: read(place))
            let old = Expression(.variable(standIn), target.type, at: target.place)
            let isDirect = mask(for: place.registers) == nil && place.index == nil && !target.type.isMatrix
            let result = try binary(operation, old, value, into: isDirect ? place.registers : nil)
            if !isDirect { write(result, to: place) }
            return result
        }
        if mask(for: place.registers) == nil, place.index == nil, let variable = target.target,
            canGoDirectly(value, into: variable)
        {
            return try self.value(value, into: place.registers)
        }
        let found = try self.value(value)
        write(found, to: place)
        return place.index == nil ? place.registers : found
    }

    /// Whether a value may be put together where it is to be.
    private func canGoDirectly(_ value: Expression, into variable: Variable) -> Bool {
        if !value.mentions(variable) { return true }
        guard case .binary(_, let a, let b) = value.form else { return false }
        return !a.type.isMatrix && !b.type.isMatrix
    }

    /// `x++`, `--x` and their like.
    mutating func step(_ target: Expression, isUp: Bool, isAfter: Bool) throws(ShaderError) -> [Register] {
        let place = try place(of: target)
        var old = read(place)
        if isAfter, place.index == nil { old = moved(old, fresh(old.count)) }
        let isFloat = target.type.kind == .float
        let one = isFloat ? literal(Float(1)) : literal(Int32(1))
        let operation: LaneOperation =
            isFloat ? (isUp ? .add : .subtract) : (isUp ? .addInteger : .subtractInteger)
        let isDirect = mask(for: place.registers) == nil && place.index == nil
        let new = each(operation, old, [one], into: isDirect ? place.registers : nil)
        if !isDirect { write(new, to: place) }
        return isAfter ? old : new
    }
}
