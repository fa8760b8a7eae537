/// What the tokens of a vocabulary spell, as a tree: tokens that begin alike share what they begin with.
public struct TokenTrie: Sendable {
    /// Of the vocabulary, tokens that spell nothing included.
    public let tokenCount: Int

    /// The nodes in the order in which a walk meets them; the children of a node follow it.
    let nodes: [Node]
    /// Tokens by node.
    let tokens: [Int32]
    /// Whether a token spells this byte and nothing else.
    let hasByte: [Bool]
    let spellings: [[UInt8]]

    struct Node {
        let byte: UInt8
        let depth: UInt16
        /// The first node that is not below this one.
        let next: Int32
        /// Where its tokens begin in `tokens`; they end where the next node's begin.
        let firstToken: Int32
    }

    /// Longer spellings are of no use: they are left out.
    private static let longest = 1000

    /// - Parameter spellings: what each token spells; empty for one that may not be written.
    public init(_ spellings: [[UInt8]]) {
        tokenCount = spellings.count
        self.spellings = spellings
        let order = spellings.indices.filter { 1...Self.longest ~= spellings[$0].count }
            .sorted { spellings[$0].lexicographicallyPrecedes(spellings[$1]) }
        var bytes: [UInt8] = []
        var depths: [UInt16] = []
        var firsts: [Int32] = []
        var tokens: [Int32] = []
        var previous: [UInt8] = []
        for token in order {
            let spelling = spellings[token]
            let shared = zip(previous, spelling).prefix { $0 == $1 }.count
            for depth in shared..<max(shared, spelling.count) {
                bytes.append(spelling[depth])
                depths.append(UInt16(depth))
                firsts.append(Int32(tokens.count))
            }
            tokens.append(Int32(token))
            previous = spelling
        }
        var nexts = [Int32](repeating: Int32(bytes.count), count: bytes.count)
        var open: [Int] = []
        for node in bytes.indices {
            while let last = open.last, depths[last] >= depths[node] {
                nexts[last] = Int32(node)
                open.removeLast()
            }
            open.append(node)
        }
        nodes = bytes.indices.map { Node(byte: bytes[$0], depth: depths[$0], next: nexts[$0], firstToken: firsts[$0]) }
        self.tokens = tokens
        var hasByte = [Bool](repeating: false, count: 256)
        for spelling in spellings where spelling.count == 1 { hasByte[Int(spelling[0])] = true }
        self.hasByte = hasByte
    }

    func tokens(of node: Int) -> ArraySlice<Int32> {
        let end = node + 1 < nodes.count ? Int(nodes[node + 1].firstToken) : tokens.count
        return tokens[Int(nodes[node].firstToken)..<end]
    }

    func price(of set: ByteSet) -> Int {
        (UInt8.min...UInt8.max).contains { set.contains($0) && hasByte[Int($0)] } ? 1 : ShortestTexts.never
    }
}
