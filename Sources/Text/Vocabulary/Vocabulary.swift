/// The tokens of a language model by number, and the numbers by what they spell.
public struct Vocabulary: Sendable {
    /// What each token spells, as the tokenizer's own alphabet has it.
    public let pieces: [[UInt8]]
    public let kinds: [TokenKind]
    private let ids: [[UInt8]: Int]

    /// - Parameter kinds: one for each piece; all are normal if it is nil.
    public init(pieces: [[UInt8]], kinds: [TokenKind]? = nil) {
        precondition(kinds.map { $0.count == pieces.count } ?? true, "kinds of \(pieces.count) pieces")
        self.pieces = pieces
        self.kinds = kinds ?? [TokenKind](repeating: .normal, count: pieces.count)
        ids = Dictionary(pieces.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public var count: Int { pieces.count }

    public func id(of piece: some Sequence<UInt8>) -> Int? { ids[Array(piece)] }
}
