import Lanes

extension Lowering {
    mutating func lower(_ loop: Statement.Loop) throws(ShaderError) {
        try released { (lowering) throws(ShaderError) in
            try lowering.onWay { (lowering) throws(ShaderError) in
                for statement in loop.start { try lowering.lower(statement) }
                try lowering.repeated(loop)
            }
        }
        settle(loop.body.exits)
    }

    private mutating func repeated(_ loop: Statement.Loop) throws(ShaderError) {
        let outer = mask
        let going = fresh(1)[0]
        emit(.move, going, mask ?? literal(UInt32.max))
        let ways = loop.body.exits
        let own = ways.contains(.nextPass) ? fresh(1)[0] : going
        let cut = loop.body.cutsPassInSwitch ? fresh(1)[0] : nil
        var ends: [Int] = []

        let top = code.count
        emit(.pass)
        if !loop.isBodyFirst { try ask(loop, going, &ends) }
        if own != going { emit(.move, own, going) }
        if let cut { clear([cut]) }
        mask = own
        skips.append([])
        leaving.append(.loop(going: going, cut: cut))
        try onWay { (lowering) throws(ShaderError) in try lowering.lower([loop.body]) }
        leaving.removeLast()
        land(skips.removeLast())
        mask = going
        if ways.contains(.giveBack), let left = calls.last?.left { emit(.andNot, going, going, left) }
        if let discarded { emit(.andNot, going, going, discarded) }
        if !ways.isEmpty || discarded != nil { ends.append(jump(.jumpIfNone, going)) }
        if loop.isBodyFirst { try ask(loop, going, &ends) }
        if let step = loop.step {
            try released { (lowering) throws(ShaderError) in _ = try lowering.value(step) }
        }
        emit(.jump, count: top)
        land(ends)
        mask = outer
    }

    /// Lets those go on for whom the condition holds.
    private mutating func ask(
        _ loop: Statement.Loop, _ going: Register, _ ends: inout [Int]
    ) throws(ShaderError) {
        guard let condition = loop.condition else { return }
        mask = going
        let holds: Register
        if let declared = loop.declared {
            let own = fresh(1)
            _ = moved(try value(condition), own)
            bind(declared, to: own)
            holds = own[0]
        } else if isFixed(condition) {
            holds = try scalar(condition)
            return ends.append(jump(.jumpIfFirstIsFalse, holds))
        } else {
            holds = try scalar(condition)
        }
        emit(.and, going, going, holds)
        ends.append(jump(.jumpIfNone, going))
    }

    /// After a loop or a switch: those who left more than that do not go on.
    private mutating func settle(_ ways: Exits, cut: Register? = nil) {
        guard let mask else { return }
        var isLess = false
        if ways.contains(.giveBack), let left = calls.last?.left {
            emit(.andNot, mask, mask, left)
            isLess = true
        }
        if ways.contains(.discard), let discarded {
            emit(.andNot, mask, mask, discarded)
            isLess = true
        }
        if ways.contains(.nextPass), let cut {
            emit(.andNot, mask, mask, cut)
            isLess = true
        }
        if isLess { skipIfNone(mask) }
    }

    mutating func choose(_ selector: Expression, _ cases: [Statement.Case]) throws(ShaderError) {
        let ways = cases.reduce(into: Exits()) { $0.formUnion($1.body.exits) }
        try released { (lowering) throws(ShaderError) in try lowering.cases(selector, cases) }
        var cut: Register?
        if case .loop(_, let own)? = leaving.last(where: { if case .loop = $0 { true } else { false } }) { cut = own }
        settle(ways, cut: cut)
    }

    private mutating func cases(_ selector: Expression, _ cases: [Statement.Case]) throws(ShaderError) {
        let outer = mask
        let value = moved(try self.value(selector), fresh(1))[0]
        var matches: [[Register]] = []
        for choice in cases {
            var own: [Register] = []
            for label in choice.labels.compactMap(\.self) { own.append(made(.equalInteger, value, try scalar(label))) }
            matches.append(own)
        }
        let any = fresh(1)[0]
        clear([any])
        for match in matches.joined() { emit(.or, any, any, match) }
        let own = fresh(1)[0]
        clear([own])
        leaving.append(.choice)
        for (choice, match) in zip(cases, matches) {
            var entering = match
            if choice.labels.contains(where: { $0 == nil }) { entering.append(made(.not, any)) }
            for match in entering {
                // Those who come from the case above go on as well.
                let fresh = outer.map { made(.and, $0, match) } ?? match
                emit(.or, own, own, fresh)
            }
            try under(own) { (lowering) throws(ShaderError) in try lowering.lower(choice.body) }
        }
        leaving.removeLast()
        mask = outer
    }
}
