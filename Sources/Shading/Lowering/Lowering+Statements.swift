import Lanes

/// What `break` and `continue` leave.
enum LeavingPoint {
    /// A loop: the pixels that have more passes to do, and those that are done with this one.
    case loop(going: Register, cut: Register?)
    case choice
}

extension Lowering {
    mutating func lower(_ statements: [Statement]) throws(ShaderError) {
        try released { (lowering) throws(ShaderError) in
            for statement in statements {
                try lowering.lower(statement)
                // Nobody gets past one of these.
                switch statement {
                case .leaveLoop, .nextPass, .giveBack, .discard: return
                default: break
                }
            }
        }
    }

    mutating func lower(_ statement: Statement) throws(ShaderError) {
        switch statement {
        case .declare(let variable, let initial): try declare(variable, initial)
        case .expression(let expression):
            try released { (lowering) throws(ShaderError) in _ = try lowering.value(expression) }
        case .block(let statements): try lower(statements)
        case .branch(let condition, let then, let otherwise): try branch(condition, then, otherwise)
        case .loop(let loop): try lower(loop)
        case .choose(let selector, let cases): try choose(selector, cases)
        case .leaveLoop: leaveLoop()
        case .nextPass:
            if case .loop(_, let cut?)? = leaving.last(where: { if case .loop = $0 { true } else { false } }), let mask
            {
                emit(.or, cut, cut, mask)
            }
            stop()
        case .giveBack(let value): try giveBack(value)
        case .discard:
            if let discarded { emit(.or, discarded, discarded, mask ?? literal(UInt32.max)) }
            stop()
        }
    }

    /// Nobody of those that came here goes on.
    private mutating func stop() {
        if let mask { clear([mask]) }
    }

    mutating func declare(_ variable: Variable, _ initial: Expression?) throws(ShaderError) {
        try checkSize(at: variable.place)
        let count = variable.type.componentCount
        if let initial, variable.writes == 0, isFixed(initial) {
            var found = try value(initial)
            if !isConsecutive(found) {
                found = try fixing { (lowering) throws(ShaderError) in lowering.moved(found, lowering.fresh(count)) }
            }
            return bind(variable, to: found)
        }
        let own = fresh(count)
        if let initial {
            try released { (lowering) throws(ShaderError) in _ = try lowering.value(initial, into: own) }
        } else {
            clear(own)
        }
        originate(own)
        bind(variable, to: own)
    }

    private mutating func branch(
        _ condition: Expression, _ then: Statement, _ otherwise: Statement?
    ) throws(ShaderError) {
        if isFixed(condition) { return try choosePath(condition, then, otherwise) }
        let ways = then.exits.union(otherwise?.exits ?? [])
        try released { (lowering) throws(ShaderError) in
            let (yes, no) = (lowering.fresh(1)[0], lowering.fresh(1)[0])
            try lowering.released { (lowering) throws(ShaderError) in
                lowering.split(by: try lowering.scalar(condition), into: yes, no)
            }
            try lowering.under(yes) { (lowering) throws(ShaderError) in try lowering.lower([then]) }
            if let otherwise {
                try lowering.under(no) { (lowering) throws(ShaderError) in try lowering.lower([otherwise]) }
            }
            if !ways.isEmpty, let mask = lowering.mask {
                lowering.emit(.or, mask, yes, no)
                lowering.skipIfNone(mask)
            }
        }
    }

    /// All pixels go one way.
    private mutating func choosePath(
        _ condition: Expression, _ then: Statement, _ otherwise: Statement?
    ) throws(ShaderError) {
        let holds = try scalar(condition)
        let no = jump(.jumpIfFirstIsFalse, holds)
        try lower([then])
        if let otherwise {
            let end = jump(.jump)
            land([no])
            try lower([otherwise])
            land([end])
        } else {
            land([no])
        }
        if !then.exits.union(otherwise?.exits ?? []).isEmpty, let mask { skipIfNone(mask) }
    }

    /// Passes over the rest of what has this mask for itself.
    mutating func skipIfNone(_ mask: Register) {
        skips[skips.count - 1].append(jump(.jumpIfNone, mask))
    }

    private mutating func leaveLoop() {
        guard let mask else { return }
        if case .loop(let going, _)? = leaving.last, going != mask { emit(.andNot, going, going, mask) }
        clear([mask])
    }

    private mutating func giveBack(_ value: Expression?) throws(ShaderError) {
        guard let call = calls.last else { return }
        if let value {
            try released { (lowering) throws(ShaderError) in
                guard call.hasWaysOut, let mask = lowering.mask else {
                    _ = try lowering.value(value, into: call.result)
                    return
                }
                let found = try lowering.value(value)
                for (from, to) in zip(found, call.result) { lowering.emit(.select, to, mask, from, to) }
            }
        }
        guard call.hasWaysOut, let mask else { return }
        if let left = call.left { emit(.or, left, left, mask) }
        clear([mask])
    }
}
