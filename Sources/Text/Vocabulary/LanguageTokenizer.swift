/// Text into the tokens of a language model, and back.
public struct LanguageTokenizer: Sendable {
    public let vocabulary: Vocabulary

    /// Tokens that begin and end a text, if the model has them.
    public let beginning: Int?
    public let end: Int?

    private let method: Method
    private let addsBeginning: Bool
    private let addsEnd: Bool
    /// SentencePiece: whether a text begins with a space that is not in it.
    private let addsSpace: Bool
    private let marks: MarkedText
    private let userMarks: MarkedText

    private enum Method: Sendable {
        case sentencePiece(SentencePieceTokenizer)
        case bytePair(BytePairTokenizer)
    }

    /// - Parameter scores: one for each token.
    public static func sentencePiece(
        _ vocabulary: Vocabulary, scores: [Float], framing: Framing, addsSpace: Bool
    ) -> LanguageTokenizer {
        LanguageTokenizer(
            vocabulary, .sentencePiece(SentencePieceTokenizer(vocabulary, scores: scores)), framing, addsSpace)
    }

    /// - Parameter merges: "first second" in the byte alphabet, the first learned first.
    public static func bytePair(
        _ vocabulary: Vocabulary, merges: [[UInt8]], splitter: WordSplitter, framing: Framing
    ) -> LanguageTokenizer {
        LanguageTokenizer(
            vocabulary, .bytePair(BytePairTokenizer(vocabulary, merges: merges, splitter: splitter)), framing, false)
    }

    /// The tokens around a text.
    public struct Framing: Sendable {
        public var beginning: Int?
        public var end: Int?
        public var addsBeginning: Bool
        public var addsEnd: Bool

        public init(beginning: Int?, end: Int?, addsBeginning: Bool, addsEnd: Bool) {
            self.beginning = beginning
            self.end = end
            self.addsBeginning = addsBeginning
            self.addsEnd = addsEnd
        }
    }

    private init(_ vocabulary: Vocabulary, _ method: Method, _ framing: Framing, _ addsSpace: Bool) {
        self.vocabulary = vocabulary
        self.method = method
        self.addsSpace = addsSpace
        beginning = framing.beginning
        end = framing.end
        addsBeginning = framing.addsBeginning
        addsEnd = framing.addsEnd
        marks = MarkedText(vocabulary) { [.control, .userDefined, .unknown].contains($0) }
        userMarks = MarkedText(vocabulary) { $0 == .userDefined }
    }

    /// - Parameters:
    ///   - framed: whether the tokens that begin and end a text are put around it.
    ///   - readsMarks: whether `<|im_end|>` and the like in the text are the tokens of that name, or words like any other.
    public func tokens(of text: String, framed: Bool = true, readsMarks: Bool = true) -> [Int] {
        var tokens: [Int] = []
        if framed, addsBeginning, let beginning { tokens.append(beginning) }
        var followsMark = true
        for part in (readsMarks ? marks : userMarks).parts(of: Array(text.utf8)) {
            switch part {
            case .token(let id):
                tokens.append(id)
                followsMark = true
            case .text(let bytes):
                switch method {
                case .sentencePiece(let tokenizer):
                    let space = addsSpace && followsMark ? [UInt8(ascii: " ")] : []
                    tokens += tokenizer.tokens(of: space + bytes)
                case .bytePair(let tokenizer):
                    tokens += tokenizer.tokens(of: bytes)
                }
                followsMark = false
            }
        }
        if framed, addsEnd, let end { tokens.append(end) }
        return tokens
    }

    /// What a token spells in text; nothing for a control token.
    public func bytes(of token: Int) -> [UInt8] {
        precondition(vocabulary.pieces.indices ~= token, "token \(token) of \(vocabulary.count)")
        if vocabulary.kinds[token] == .control { return [] }
        return switch method {
        case .sentencePiece(let tokenizer): tokenizer.bytes(of: token)
        case .bytePair(let tokenizer): tokenizer.bytes(of: token)
        }
    }

    /// The text of `tokens`; without the space that a text begins with but does not have.
    public func text(of tokens: some Sequence<Int>) -> String {
        var bytes: [UInt8] = []
        for token in tokens { bytes += self.bytes(of: token) }
        if addsSpace, bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
