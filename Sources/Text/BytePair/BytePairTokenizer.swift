/// Words into tokens by joining the pair of neighbours that was learned first, until no pair is known.
///
/// - Source: Sennrich et al. 2016; over bytes as GPT-2 does it, whose vocabularies spell every byte as one visible character.
struct BytePairTokenizer: Sendable {
    private let vocabulary: Vocabulary
    private let splitter: WordSplitter
    private let ranks: [[UInt8]: Int]

    /// - Parameter merges: "first second", the one that was learned first before the others.
    init(_ vocabulary: Vocabulary, merges: [[UInt8]], splitter: WordSplitter) {
        self.vocabulary = vocabulary
        self.splitter = splitter
        ranks = Dictionary(merges.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The tokens of a stretch of text without marks.
    func tokens(of text: ArraySlice<UInt8>) -> [Int] {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var tokens: [Int] = []
        for word in splitter.words(of: scalars) {
            var spelled: [UInt8] = []
            for scalar in scalars[word] {
                for byte in String(scalar).utf8 { spelled += Self.spelling[Int(byte)] }
            }
            append(spelled, to: &tokens)
        }
        return tokens
    }

    private func append(_ word: [UInt8], to tokens: inout [Int]) {
        if splitter.takesWholeWords, let id = vocabulary.id(of: word) {
            tokens.append(id)
            return
        }
        var chain = PieceChain(characterRanges(of: word[...]))
        chain.join { left, right -> Int? in
            ranks[word[left] + [UInt8(ascii: " ")] + word[right]]
        }
        for piece in chain.pieces {
            if let id = vocabulary.id(of: word[piece]) {
                tokens.append(id)
            } else {
                // A pair without a token of its own: letter by letter.
                tokens += characterRanges(of: word[piece]).compactMap { vocabulary.id(of: word[$0]) }
            }
        }
    }

    /// What a token spells in text.
    func bytes(of token: Int) -> [UInt8] {
        let piece = vocabulary.pieces[token]
        // Tokens that were added later are spelled as they are.
        if vocabulary.kinds[token] != .normal, vocabulary.kinds[token] != .unused { return piece }
        return String(decoding: piece, as: UTF8.self).unicodeScalars.flatMap { scalar in
            Self.bytes[scalar].map { [$0] } ?? Array(String(scalar).utf8)
        }
    }

    private static let spelling: [[UInt8]] = {
        var spelling = [[UInt8]](repeating: [], count: 256)
        for byte in 0..<256 {
            spelling[byte] = Array(String(ByteAlphabet.character(of: Int(ByteAlphabet.ids[byte]))).utf8)
        }
        return spelling
    }()

    private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
        uniqueKeysWithValues: spelling.enumerated().compactMap { byte, spelled in
            String(decoding: spelled, as: UTF8.self).unicodeScalars.first.map { ($0, UInt8(byte)) }
        })
}
