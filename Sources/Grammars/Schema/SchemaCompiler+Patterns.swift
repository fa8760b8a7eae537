extension SchemaCompiler {
    /// Texts in quotation marks that match a pattern and have a length between two.
    mutating func text(
        matching pattern: String, least: Int, most: Int?, at place: String
    ) throws(SchemaError) -> Int {
        let automaton: PatternAutomaton
        do {
            var parser = PatternParser(pattern)
            automaton = try PatternAutomaton(try parser.parse())
        } catch {
            let keyword = "pattern' with '\(error.what)"
            throw SchemaError(
                place,
                .unsupported(
                    keyword, instead: "Use characters, classes, groups, choices and counts, and ^ and $ at the ends."))
        }
        // Lengths are counted as far as somebody asks.
        let counted = max(least, most.map { $0 + 1 } ?? 0)
        guard (counted + 1).multipliedReportingOverflow(by: automaton.sets.count + 1).partialValue < 300_000,
            counted < 300_000
        else {
            throw SchemaError(place, .grammar(.tooLarge(limit: 300_000)))
        }
        let quote = GrammarBuilder.literal("\"")
        var symbols: [Symbol] = []
        for set in automaton.sets { symbols.append(try encodedScalar(of: set)) }
        // rules[count][state]: what may come behind a state where `count` characters have been written.
        let rules = (0...counted).map { _ in automaton.sets.map { _ in builder.reserve(place) } }
        func alternatives(_ next: Set<Int>, _ isLast: Bool, _ count: Int) -> [[Symbol]] {
            var alternatives: [[Symbol]] = []
            if isLast, count >= least, most.map({ count <= $0 }) ?? true { alternatives.append(quote) }
            if most.map({ count < $0 }) ?? true {
                for state in next.sorted() {
                    alternatives.append([symbols[state], .rule(rules[min(count + 1, counted)][state])])
                }
            }
            return alternatives
        }
        for count in 0...counted {
            for state in automaton.sets.indices {
                let isLast = automaton.last.contains(state)
                try define(rules[count][state], alternatives(automaton.follows[state], isLast, count))
            }
        }
        let start = try newRule(place, alternatives(automaton.first, automaton.acceptsNothing, 0))
        return try newRule(place, [quote + [.rule(start)]])
    }
}
