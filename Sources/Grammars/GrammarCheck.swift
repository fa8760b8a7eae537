/// Takes out of rules what leads nowhere, and finds those that could go round in circles without reading anything.
struct GrammarCheck {
    private var rules: [Grammar.Rule]

    init(_ rules: [Grammar.Rule]) {
        self.rules = rules
    }

    /// - Throws: `GrammarError.endless`, `.leftRecursion`.
    mutating func checkedRules(root: Int) throws(GrammarError) -> [Grammar.Rule] {
        let costs = ShortestTexts(rules) { _ in 1 }
        for rule in rules.indices {
            rules[rule].alternatives.removeAll { costs.cost(of: $0) == ShortestTexts.never }
        }
        guard costs.ofRules[root] != ShortestTexts.never else { throw .endless }
        let nullable = costs.ofRules.map { $0 == 0 }
        try refuseLeftRecursion(from: root, nullable)
        return rules
    }

    /// A rule that a rule can begin with; whether something comes behind it.
    private struct Beginning {
        let rule: Int
        let isLast: Bool
    }

    private func beginnings(of rule: Int, _ nullable: [Bool]) -> [Beginning] {
        var found: [Beginning] = []
        for alternative in rules[rule].alternatives {
            for (place, symbol) in alternative.enumerated() {
                guard case .rule(let inner) = symbol else { break }
                found.append(Beginning(rule: inner, isLast: place == alternative.count - 1))
                if !nullable[inner] { break }
            }
        }
        return found
    }

    /// Tarjan's components of the rules that begin with one another: one in which something comes behind would pile up.
    private func refuseLeftRecursion(from root: Int, _ nullable: [Bool]) throws(GrammarError) {
        var order = [Int](repeating: 0, count: rules.count)
        var lowest = order
        var isOpen = [Bool](repeating: false, count: rules.count)
        var open: [Int] = []
        var time = 0
        for start in [root] + Array(rules.indices) where order[start] == 0 {
            var walk: [(rule: Int, edges: [Beginning], next: Int)] = []
            func enter(_ rule: Int) {
                time += 1
                order[rule] = time
                lowest[rule] = time
                open.append(rule)
                isOpen[rule] = true
                walk.append((rule, beginnings(of: rule, nullable), 0))
            }
            enter(start)
            while let top = walk.last {
                if top.next < top.edges.count {
                    walk[walk.count - 1].next += 1
                    let inner = top.edges[top.next].rule
                    if order[inner] == 0 {
                        enter(inner)
                    } else if isOpen[inner] {
                        lowest[top.rule] = min(lowest[top.rule], order[inner])
                    }
                    continue
                }
                walk.removeLast()
                if let outer = walk.last { lowest[outer.rule] = min(lowest[outer.rule], lowest[top.rule]) }
                guard lowest[top.rule] == order[top.rule] else { continue }
                var component: Set<Int> = []
                while let rule = open.popLast() {
                    isOpen[rule] = false
                    component.insert(rule)
                    if rule == top.rule { break }
                }
                let pilesUp = component.contains { rule in
                    beginnings(of: rule, nullable).contains { !$0.isLast && component.contains($0.rule) }
                }
                if pilesUp {
                    let names = component.sorted().map { rules[$0].name }
                    throw .leftRecursion(rules: Array(names.prefix(3)))
                }
            }
        }
    }
}
