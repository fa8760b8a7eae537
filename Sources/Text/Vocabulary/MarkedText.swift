/// Text taken apart at the tokens that stand in it as they are: `<|im_end|>`, `</s>`.
struct MarkedText {
    /// All such tokens, by their first byte, the longest first.
    private let tokens: [UInt8: [Token]]

    private struct Token {
        let id: Int
        let bytes: [UInt8]
    }

    enum Part: Equatable {
        case text(ArraySlice<UInt8>)
        case token(Int)
    }

    /// - Parameter isMark: which tokens are looked for.
    init(_ vocabulary: Vocabulary, where isMark: (TokenKind) -> Bool) {
        var tokens: [UInt8: [Token]] = [:]
        for (id, piece) in vocabulary.pieces.enumerated() where isMark(vocabulary.kinds[id]) {
            guard let first = piece.first else { continue }
            tokens[first, default: []].append(Token(id: id, bytes: piece))
        }
        self.tokens = tokens.mapValues { $0.sorted { $0.bytes.count > $1.bytes.count } }
    }

    /// The longest token wins wherever two overlap, then the one that stands first; the same as looking for one token after
    /// the other, the longest first.
    func parts(of text: [UInt8]) -> [Part] {
        guard !tokens.isEmpty else { return text.isEmpty ? [] : [.text(text[...])] }
        var parts: [Part] = []
        var end = 0
        for (start, token) in chosen(in: text) {
            if start > end { parts.append(.text(text[end..<start])) }
            parts.append(.token(token.id))
            end = start + token.bytes.count
        }
        if end < text.count { parts.append(.text(text[end...])) }
        return parts
    }

    private func chosen(in text: [UInt8]) -> [(start: Int, token: Token)] {
        var found: [(start: Int, token: Token)] = []
        for start in text.indices {
            guard let candidates = tokens[text[start]] else { continue }
            for token in candidates where text[start...].starts(with: token.bytes) { found.append((start, token)) }
        }
        found.sort { ($1.token.bytes.count, $0.start) < ($0.token.bytes.count, $1.start) }
        var isTaken = [Bool](repeating: false, count: found.isEmpty ? 0 : text.count)
        var chosen: [(start: Int, token: Token)] = []
        for match in found {
            let range = match.start..<match.start + match.token.bytes.count
            guard !isTaken[range].contains(true) else { continue }
            for place in range { isTaken[place] = true }
            chosen.append(match)
        }
        return chosen.sorted { $0.start < $1.start }
    }
}
