/// A regular expression as what may follow what (Glushkov 1961): one state for each scalar in it.
struct PatternAutomaton {
    /// What each state has read last.
    private(set) var sets: [ScalarSet] = []
    private(set) var follows: [Set<Int>] = []
    private(set) var first: Set<Int> = []
    private(set) var last: Set<Int> = []
    private(set) var acceptsNothing = false

    /// So many states that a pattern is still quick to prepare.
    private static let limit = 5000

    /// - Throws: `PatternFault` for a pattern that is too large, or has `^` or `$` in its midst.
    init(_ syntax: PatternSyntax) throws(PatternFault) {
        let part = try add(Self.anchored(syntax))
        (first, last, acceptsNothing) = (part.first, part.last, part.isNullable)
    }

    /// As a whole text must match: where an end is open, anything may come.
    private static func anchored(_ syntax: PatternSyntax) -> PatternSyntax {
        if case .choice(let choices) = syntax { return .choice(choices.map(anchored)) }
        var parts: [PatternSyntax] = if case .sequence(let parts) = syntax { parts } else { [syntax] }
        let anything = PatternSyntax.repeated(.scalar(.all), 0, nil)
        if parts.first == .start { parts.removeFirst() } else { parts.insert(anything, at: 0) }
        if parts.last == .end { parts.removeLast() } else { parts.append(anything) }
        return .sequence(parts)
    }

    private struct Part {
        var first: Set<Int> = []
        var last: Set<Int> = []
        var isNullable = true
    }

    private mutating func add(_ syntax: PatternSyntax) throws(PatternFault) -> Part {
        switch syntax {
        case .start: throw PatternFault(what: "^")
        case .end: throw PatternFault(what: "$")
        case .scalar(let set):
            guard sets.count < Self.limit else { throw PatternFault(what: "a pattern of this size") }
            sets.append(set)
            follows.append([])
            return Part(first: [sets.count - 1], last: [sets.count - 1], isNullable: false)
        case .sequence(let parts):
            var whole = Part()
            for part in parts { whole = joined(whole, try add(part)) }
            return whole
        case .choice(let choices):
            var whole = Part(isNullable: false)
            for choice in choices {
                let part = try add(choice)
                whole.first.formUnion(part.first)
                whole.last.formUnion(part.last)
                whole.isNullable = whole.isNullable || part.isNullable
            }
            return whole
        case .repeated(let unit, let least, let most):
            var whole = Part()
            for _ in 0..<least { whole = joined(whole, try add(unit)) }
            if let most {
                for _ in least..<most {
                    var part = try add(unit)
                    part.isNullable = true
                    whole = joined(whole, part)
                }
                return whole
            }
            var loop = try add(unit)
            for state in loop.last { follows[state].formUnion(loop.first) }
            loop.isNullable = true
            return joined(whole, loop)
        }
    }

    private mutating func joined(_ a: Part, _ b: Part) -> Part {
        for state in a.last { follows[state].formUnion(b.first) }
        return Part(
            first: a.isNullable ? a.first.union(b.first) : a.first,
            last: b.isNullable ? a.last.union(b.last) : b.last, isNullable: a.isNullable && b.isNullable)
    }
}
