/// Words into pieces as SentencePiece's byte-pair models do it: the two neighbours that make the piece with the highest
/// score are joined, until no two make one; what has no piece is spelled in bytes.
///
/// - Source: Kudo and Richardson 2018, "SentencePiece"; spaces are written as ▁ (U+2581).
struct SentencePieceTokenizer: Sendable {
    private let vocabulary: Vocabulary
    private let scores: [Float]
    /// The token of each byte, where there is one.
    private let byteTokens: [Int?]

    init(_ vocabulary: Vocabulary, scores: [Float]) {
        precondition(scores.count == vocabulary.count, "\(scores.count) scores of \(vocabulary.count)")
        self.vocabulary = vocabulary
        self.scores = scores
        byteTokens = (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return vocabulary.id(of: "<0x\(digits.count < 2 ? "0" : "")\(digits)>".utf8)
        }
    }

    static let space = Array("\u{2581}".utf8)

    /// The tokens of a stretch of text without marks.
    func tokens(of text: some Sequence<UInt8>) -> [Int] {
        var escaped: [UInt8] = []
        for byte in text {
            if byte == UInt8(ascii: " ") { escaped += Self.space } else { escaped.append(byte) }
        }
        var chain = PieceChain(characterRanges(of: escaped[...]))
        var halves: [ArraySlice<UInt8>: Int] = [:]
        chain.join { left, right -> Float? in
            let joined = escaped[left.lowerBound..<right.upperBound]
            guard let id = vocabulary.id(of: joined) else { return nil }
            halves[joined] = left.count
            return -scores[id]
        }
        var tokens: [Int] = []
        for piece in chain.pieces { append(escaped[piece], halves, to: &tokens) }
        return tokens
    }

    private func append(_ piece: ArraySlice<UInt8>, _ halves: [ArraySlice<UInt8>: Int], to tokens: inout [Int]) {
        if let id = vocabulary.id(of: piece) {
            tokens.append(id)
        } else if let left = halves[piece] {
            append(piece.prefix(left), halves, to: &tokens)
            append(piece.dropFirst(left), halves, to: &tokens)
        } else {
            tokens += piece.compactMap { byteTokens[Int($0)] ?? vocabulary.kinds.firstIndex(of: .unknown) }
        }
    }

    /// What a token spells in text.
    func bytes(of token: Int) -> [UInt8] {
        let piece = vocabulary.pieces[token]
        if vocabulary.kinds[token] == .byte, let byte = Self.byte(named: piece) { return [byte] }
        return Self.unescaped(piece)
    }

    private static func unescaped(_ piece: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = piece[...]
        while let first = rest.first {
            if rest.starts(with: space) {
                bytes.append(UInt8(ascii: " "))
                rest = rest.dropFirst(space.count)
            } else {
                bytes.append(first)
                rest = rest.dropFirst()
            }
        }
        return bytes
    }

    /// `<0x0A>` → 10.
    private static func byte(named piece: [UInt8]) -> UInt8? {
        guard piece.count == 6, piece.starts(with: Array("<0x".utf8)) else { return nil }
        return UInt8(String(decoding: piece[3..<5], as: UTF8.self), radix: 16)
    }
}
