/// What the shortest text of each rule costs (Knuth 1977, "A generalization of Dijkstra's algorithm").
struct ShortestTexts {
    static let never = Int.max / 4

    private(set) var ofRules: [Int]
    private let price: (ByteSet) -> Int

    /// - Parameter price: what one byte of a set costs; `never` if it cannot be had.
    init(_ rules: [Grammar.Rule], price: @escaping (ByteSet) -> Int) {
        self.price = price
        ofRules = [Int](repeating: Self.never, count: rules.count)
        var users = [[Int]](repeating: [], count: rules.count)
        for (user, rule) in rules.enumerated() {
            for case .rule(let used) in rule.alternatives.joined() where users[used].last != user {
                users[used].append(user)
            }
        }
        var waiting = Array(rules.indices.reversed())
        var isWaiting = [Bool](repeating: true, count: rules.count)
        while let rule = waiting.popLast() {
            isWaiting[rule] = false
            let best = rules[rule].alternatives.reduce(Self.never) { min($0, cost(of: $1)) }
            guard best < ofRules[rule] else { continue }
            ofRules[rule] = best
            for user in users[rule] where !isWaiting[user] {
                isWaiting[user] = true
                waiting.append(user)
            }
        }
    }

    func cost(of symbols: some Sequence<Grammar.Symbol>) -> Int {
        symbols.reduce(0) { min($0 + cost(of: $1), Self.never) }
    }

    func cost(of symbol: Grammar.Symbol) -> Int {
        switch symbol {
        case .bytes(let set): price(set)
        case .rule(let rule): ofRules[rule]
        }
    }
}
