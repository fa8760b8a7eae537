import Lanes

extension Lowering {
    /// The registers that hold a value, one for each component.
    ///
    /// - Parameter target: where it has to be; nothing that the expression reads.
    mutating func value(
        _ expression: Expression, into target: [Register]? = nil
    ) throws(ShaderError) -> [Register] {
        try checkSize(at: expression.place)
        guard !isFixing, isFixed(expression) else { return try computed(expression, target) }
        let found = try fixing { (lowering) throws(ShaderError) in try lowering.computed(expression, nil) }
        return moved(found, target)
    }

    /// The values of several expressions, found one after another: what a later one changes, earlier ones have as it was.
    mutating func values(_ expressions: [Expression]) throws(ShaderError) -> [[Register]] {
        var found: [[Register]] = []
        for (position, expression) in expressions.enumerated() {
            let own = try value(expression)
            let isKept = isStable(own) || !expressions.dropFirst(position + 1).contains(where: \.hasEffects)
            found.append(isKept ? own : moved(own, fresh(own.count)))
        }
        return found
    }

    /// A value of one component.
    mutating func scalar(_ expression: Expression) throws(ShaderError) -> Register { try value(expression)[0] }

    mutating func moved(_ registers: [Register], _ target: [Register]?) -> [Register] {
        guard let target else { return registers }
        for (from, to) in zip(registers, target) { move(from, to: to) }
        return target
    }

    private mutating func computed(
        _ expression: Expression, _ target: [Register]?
    ) throws(ShaderError) -> [Register] {
        switch expression.form {
        case .literal(let bits): return moved(bits.map { literal($0) }, target)
        case .variable(let variable): return moved(registers(of: variable), target)
        case .negate(let value):
            let isFloat = value.type.kind == .float
            return each(isFloat ? .negate : .negateInteger, try self.value(value), into: target)
        case .not(let value), .complement(let value): return each(.not, try self.value(value), into: target)
        case .binary(let operation, let a, let b): return try binary(operation, a, b, into: target)
        case .assign(let place, let operation, let value):
            return moved(try assign(place, operation, value), target)
        case .step(let place, let isUp, let isAfter):
            return moved(try step(place, isUp: isUp, isAfter: isAfter), target)
        case .conditional(let condition, let a, let b):
            return try conditional(condition, a, b, expression.type, into: target)
        case .sequence(let first, let second):
            _ = try value(first)
            return try value(second, into: target)
        case .construct(let parts): return moved(try constructed(expression.type, parts), target)
        case .swizzle(let base, let picks):
            let registers = try value(base)
            return moved(picks.map { registers[$0] }, target)
        case .field(let base, let offset):
            let registers = try value(base)
            return moved(Array(registers[offset..<offset + expression.type.componentCount]), target)
        case .index(let base, let index): return moved(try element(of: base, index, expression.type), target)
        case .builtIn(let name, let arguments):
            return moved(try builtIn(name, arguments, expression.type), target)
        case .call(let function, let arguments):
            return try call(function, arguments, at: expression.place, into: target)
        }
    }

    /// An operation on each component; one scalar goes with all components of the other operand.
    mutating func each(
        _ operation: LaneOperation, _ a: [Register], _ b: [Register]? = nil, into target: [Register]? = nil
    ) -> [Register] {
        let count = max(a.count, b?.count ?? 0)
        func part(_ registers: [Register], _ index: Int) -> Register { registers[registers.count == 1 ? 0 : index] }
        // A result must not lie where a later component still has to be read.
        let isSafe =
            target.map { target in
                !(0..<count).contains { early in
                    (early + 1..<max(count, early + 1)).contains { late in
                        part(a, late) == target[early] || b.map { part($0, late) == target[early] } ?? false
                    }
                }
            } ?? false
        let results = isSafe ? target ?? [] : fresh(count)
        for index in 0..<count {
            emit(operation, results[index], part(a, index), b.map { part($0, index) } ?? 0)
        }
        return isSafe ? results : moved(results, target)
    }

    private mutating func element(
        of base: Expression, _ index: Expression, _ type: ShaderType
    ) throws(ShaderError) -> [Register] {
        let size = type.componentCount
        if let known = Known.components(of: index)?.first {
            let registers = try value(base)
            return Array(registers[Int(known) * size..<(Int(known) + 1) * size])
        }
        // Of what lies somewhere, nothing has to be gathered but the element.
        if let variable = base.chained, isConsecutive(registers(of: variable)) {
            return read(try place(of: base, element: index, type))
        }
        var registers = try value(base)
        if !isConsecutive(registers) { registers = moved(registers, fresh(registers.count)) }
        let picked = try bounded(index, base.type.element?.count ?? 1, size)
        return read(Place(registers: Array(registers.prefix(size)), index: picked, span: registers.count))
    }

    /// An index in registers rather than elements, within bounds.
    mutating func bounded(_ index: Expression, _ count: Int, _ size: Int) throws(ShaderError) -> Register {
        let raw = try scalar(index)
        let low = made(.maximumSigned, raw, literal(Int32(0)))
        let bounded = made(.minimumSigned, low, literal(Int32(count - 1)))
        return size == 1 ? bounded : made(.multiplyInteger, bounded, literal(Int32(size)))
    }

    private mutating func conditional(
        _ condition: Expression, _ a: Expression, _ b: Expression, _ type: ShaderType, into target: [Register]?
    ) throws(ShaderError) -> [Register] {
        let count = type.componentCount
        if !isFixing, isFixed(condition) {
            let holds = try scalar(condition)
            let result = target ?? fresh(count)
            let otherwise = jump(.jumpIfFirstIsFalse, holds)
            _ = try value(a, into: result)
            let end = jump(.jump)
            land([otherwise])
            _ = try value(b, into: result)
            land([end])
            return result
        }
        if a.isPlain && b.isPlain {
            let holds = try scalar(condition)
            let (first, second) = (try value(a), try value(b))
            let results = fresh(count)
            for index in 0..<count { emit(.select, results[index], holds, first[index], second[index]) }
            return moved(results, target)
        }
        let holds = try scalar(condition)
        let result = fresh(count)
        for register in result { emit(.move, register, literal(UInt32(0))) }
        let (yes, no) = (fresh(1)[0], fresh(1)[0])
        split(by: holds, into: yes, no)
        for (own, branch) in [(yes, a), (no, b)] {
            try under(own) { (lowering) throws(ShaderError) in
                let found = try lowering.value(branch)
                for (from, to) in zip(found, result) { lowering.emit(.select, to, own, from, to) }
            }
        }
        return moved(result, target)
    }

    /// Those of the pixels that go on for whom `condition` holds, and the others.
    mutating func split(by condition: Register, into yes: Register, _ no: Register) {
        if let mask {
            emit(.and, yes, mask, condition)
            emit(.andNot, no, mask, condition)
        } else {
            move(condition, to: yes)
            emit(.not, no, condition)
        }
    }

    /// What only the pixels of `own` do; passed over where there are none.
    mutating func under(
        _ own: Register, _ body: (inout Lowering) throws(ShaderError) -> Void
    ) throws(ShaderError) {
        let outer = mask
        mask = own
        skips.append([jump(.jumpIfNone, own)])
        try onWay(body)
        land(skips.removeLast())
        mask = outer
    }
}
