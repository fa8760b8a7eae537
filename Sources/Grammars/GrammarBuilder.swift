/// Puts a grammar together.
struct GrammarBuilder {
    typealias Symbol = Grammar.Symbol

    private(set) var rules: [Grammar.Rule] = []
    private var classes: [ScalarSet: Int] = [:]
    private var places = 0

    /// So many symbols that a grammar is still quick to prepare.
    static let limit = 2_000_000

    /// A rule that is given later; until then nothing follows it.
    mutating func reserve(_ name: String) -> Int {
        rules.append(Grammar.Rule(name: name, alternatives: []))
        return rules.count - 1
    }

    /// - Throws: `GrammarError.tooLarge`.
    mutating func define(_ rule: Int, _ alternatives: [[Symbol]]) throws(GrammarError) {
        places += alternatives.reduce(0) { $0 + $1.count + 1 }
        guard places <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        rules[rule].alternatives = alternatives
    }

    mutating func rule(_ name: String, _ alternatives: [[Symbol]]) throws(GrammarError) -> Int {
        let rule = reserve(name)
        try define(rule, alternatives)
        return rule
    }

    static func literal(_ text: String) -> [Symbol] { text.utf8.map { .bytes(ByteSet($0)) } }

    /// One scalar of the set.
    mutating func scalar(of set: ScalarSet) throws(GrammarError) -> Symbol {
        if let known = classes[set] { return .rule(known) }
        let sequences = set.utf8
        if sequences.count == 1, sequences[0].count == 1 { return .bytes(sequences[0][0]) }
        let made = try rule("a class", sequences.map { $0.map { .bytes($0) } })
        classes[set] = made
        return .rule(made)
    }

    /// `least` to `most` of `symbols`, or more if `most` is nil.
    ///
    /// - Precondition: `most` is not less than `least`.
    mutating func repeated(
        _ symbols: [Symbol], _ least: Int, _ most: Int?, name: String
    ) throws(GrammarError) -> [Symbol] {
        precondition(most.map { $0 >= least } ?? true, "from \(least) to \(most ?? 0)")
        let unit = symbols.count == 1 ? symbols : [.rule(try rule(name, [symbols]))]
        guard least < Self.limit, (most ?? 0) < Self.limit else { throw .tooLarge(limit: Self.limit) }
        var tail: [Symbol]
        if let most {
            tail = []
            for _ in 0..<(most - least) { tail = [.rule(try rule(name, [[], unit + tail]))] }
        } else {
            let loop = reserve(name)
            try define(loop, [[], unit + [.rule(loop)]])
            tail = [.rule(loop)]
        }
        // Chains of rules rather than one long row, so that what follows is shared.
        for _ in 0..<least { tail = [.rule(try rule(name, [unit + tail]))] }
        return tail
    }

    /// The grammar of what follows `root`.
    ///
    /// - Throws: `GrammarError` if no text does, or if a rule can begin with itself.
    func grammar(root: Int) throws(GrammarError) -> Grammar {
        var check = GrammarCheck(rules)
        return Grammar(rules: try check.checkedRules(root: root), root: root)
    }
}
