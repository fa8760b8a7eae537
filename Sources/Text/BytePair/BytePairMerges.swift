/// The merges of a byte-pair vocabulary: which two tokens become one, the most frequent first.
///
/// Ids go up in the order in which tokens arise: 256 bytes, 256 bytes that end a word, then one token per merge.
struct BytePairMerges: Sendable {
    /// Bytes, and bytes that end a word.
    static let leaves = 512

    private let pairs: [Pair]
    private let merged: [Pair: Int32]

    /// Two tokens side by side, in 16 bits each, which hash faster as one number.
    private struct Pair: Hashable {
        private let bits: UInt32

        init(_ first: Int32, _ second: Int32) { bits = UInt32(first) << 16 | UInt32(second) }

        var first: Int { Int(bits >> 16) }
        var second: Int { Int(bits & 0xFFFF) }
    }

    init(_ table: PackedTable) {
        var table = table
        var pairs: [Pair] = []
        while let first = table.next(), let second = table.next() {
            pairs.append(Pair(Int32(first), Int32(second)))
        }
        precondition(Self.leaves + pairs.count <= 1 << 16, "\(pairs.count) merges do not fit in 16 bits")
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

        // What each token would become with the next one; kept beside the tokens, since looking it up costs most.
        var merges = zip(tokens, tokens.dropFirst()).map { merge($0, $1) } + [Self.none]
        while let best = merges.min(), best != Self.none {
            var kept = 0
            var next = 0
            while next < tokens.count {
                let isMerged = merges[next] == best
                tokens[kept] = isMerged ? best : tokens[next]
                next += isMerged ? 2 : 1
                merges[kept] = isMerged ? Self.stale : merges[next - 1]
                // The token before a merged one has a new neighbour too.
                if isMerged, kept > 0 { merges[kept - 1] = Self.stale }
                kept += 1
            }
            tokens.removeLast(tokens.count - kept)
            merges.removeLast(merges.count - kept)
            for place in merges.indices where merges[place] == Self.stale {
                merges[place] = place + 1 < kept ? merge(tokens[place], tokens[place + 1]) : Self.none
            }
        }
        return tokens
    }

    /// No merge; higher than all of them.
    private static let none = Int32.max
    /// A merge to be looked up again.
    private static let stale: Int32 = -1

    private func merge(_ first: Int32, _ second: Int32) -> Int32 { merged[Pair(first, second)] ?? Self.none }

    /// How the vocabulary spells a token; `</w>` is the end of a word.
    func piece(of token: Int) -> String {
        precondition(token < count, "token \(token) of \(count)")
        if token < 256 { return String(ByteAlphabet.character(of: token)) }
        if token < Self.leaves { return "\(ByteAlphabet.character(of: token - 256))</w>" }
        let pair = pairs[token - Self.leaves]
        return piece(of: pair.first) + piece(of: pair.second)
    }
}
