import Foundation

extension Oracle {
    /// - Shapes: `query` [T, heads · S]; `keys`, `values` [start + T, keyHeads · S] → [T, heads · S].
    public static func cachedAttention(
        query: [Float], keys: [Float], values: [Float], start: Int, heads: Int, keyHeads: Int, headLength: Int,
        scale: Double, window: Int?, softCap: Double?
    ) -> [Double] {
        let tokens = query.count / (heads * headLength)
        var result: [Double] = []
        for token in 0..<tokens {
            for head in 0..<heads {
                let keyHead = head * keyHeads / heads
                let seen = (0...start + token).filter { start + token - $0 < window ?? Int.max }
                let scores = seen.map { position in
                    let products = (0..<headLength).map { place in
                        Double(query[(token * heads + head) * headLength + place])
                            * Double(keys[(position * keyHeads + keyHead) * headLength + place])
                    }
                    let score = products.reduce(0, +) * scale
                    return softCap.map { $0 * Foundation.tanh(score / $0) } ?? score
                }
                let powers = scores.map { Foundation.exp($0) }
                let sum = powers.reduce(0, +)
                for place in 0..<headLength {
                    result.append(
                        zip(seen, powers).reduce(0) { total, pair in
                            let value = values[(pair.0 * keyHeads + keyHead) * headLength + place]
                            return total + pair.1 / sum * Double(value)
                        })
                }
            }
        }
        return result
    }
}
