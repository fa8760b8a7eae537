/// The merges of a byte-pair vocabulary: which two tokens become one, the most frequent first.
///
/// Ids go up in the order in which tokens arise: 256 bytes, 256 bytes that end a word, then one token per merge.
struct BytePairMerges: Sendable {
    /// Bytes, and bytes that end a word.
    static let leaves = 512

    private let pairs: [Pair]
    private let merged: [Pair: Int32]

    /// Two tokens side by side.
    private struct Pair: Hashable {
        let first: Int32, second: Int32
    }

    init(_ table: PackedTable) {
        var table = table
        var pairs: [Pair] = []
        while let first = table.next(), let second = table.next() {
            pairs.append(Pair(first: Int32(first), second: Int32(second)))
        }
        var merged = [Pair: Int32](minimumCapacity: pairs.count)
        for (rank, pair) in pairs.enumerated() { merged[pair] = Int32(Self.leaves + rank) }
        self.pairs = pairs
        self.merged = merged
    }

    /// All tokens that are no special ones.
    var count: Int { Self.leaves + pairs.count }

    /// The tokens of one word.
    ///
    /// As in the original, the most frequent pair of the word is merged wherever it occurs, from the left, until none
    /// is left. A token's id is also its rank.
    func tokens(of word: some Collection<UInt8>) -> [Int32] {
        var tokens = word.map { ByteAlphabet.ids[Int($0)] }
        guard let last = tokens.indices.last else { return [] }
        tokens[last] += 256  // the same byte, ending a word

        while let (pair, token) = mostFrequentPair(in: tokens) {
            var kept = 0
            var next = 0
            while next < tokens.count {
                if next + 1 < tokens.count, tokens[next] == pair.first, tokens[next + 1] == pair.second {
                    tokens[kept] = token
                    next += 2
                } else {
                    tokens[kept] = tokens[next]
                    next += 1
                }
                kept += 1
            }
            tokens.removeLast(tokens.count - kept)
        }
        return tokens
    }

    /// How the vocabulary spells a token; `</w>` is the end of a word.
    func piece(of token: Int) -> String {
        precondition(token < count, "token \(token) of \(count)")
        if token < 256 { return String(ByteAlphabet.character(of: token)) }
        if token < Self.leaves { return "\(ByteAlphabet.character(of: token - 256))</w>" }
        let pair = pairs[token - Self.leaves]
        return piece(of: Int(pair.first)) + piece(of: Int(pair.second))
    }

    private func mostFrequentPair(in tokens: [Int32]) -> (Pair, Int32)? {
        var best: (Pair, Int32)?
        for (first, second) in zip(tokens, tokens.dropFirst()) {
            let pair = Pair(first: first, second: second)
            if let token = merged[pair], token < best?.1 ?? .max { best = (pair, token) }
        }
        return best
    }
}
