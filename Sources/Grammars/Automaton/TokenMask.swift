/// Which tokens may come next.
struct TokenMask {
    private var words: [UInt64]
    /// Of all tokens in it, what the dearest still costs to bring to an end.
    private(set) var highestCost = 0
    /// Whether no token was left out for its cost.
    private(set) var isWhole = true

    init(tokens: Int) {
        words = [UInt64](repeating: 0, count: (tokens + 63) / 64)
    }

    mutating func add(_ tokens: ArraySlice<Int32>, cost: Int, limit: Int) {
        guard cost <= limit else {
            isWhole = false
            return
        }
        highestCost = max(highestCost, cost)
        for token in tokens { words[Int(token >> 6)] |= 1 << UInt64(token & 63) }
    }

    func contains(_ token: Int) -> Bool { words[token >> 6] >> UInt64(token & 63) & 1 == 1 }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Any token of it.
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
    }

    /// Makes what is not in it impossible.
    func apply(to logits: inout [Float]) {
        for (place, word) in words.enumerated() where word != .max {
            for bit in 0..<min(64, logits.count - place * 64) where word >> UInt64(bit) & 1 == 0 {
                logits[place * 64 + bit] = -.infinity
            }
        }
    }
}
