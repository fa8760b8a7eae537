/// One position of a text encoder's input.
public struct PromptToken: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// A token of the vocabulary.
        case id(Int32)
        /// The vector number `index` of an embedding file.
        case embedding(name: String, index: Int)
    }

    public let content: Content
    /// How far the encoded position is moved from that of the empty prompt: 0 is empty, 1 unchanged.
    public let weight: Double

    public init(_ content: Content, weight: Double = 1) {
        self.content = content
        self.weight = weight
    }
}

/// What a text encoder takes in one go: 77 positions, of which the first is the start token.
public struct PromptChunk: Hashable, Sendable {
    public static let length = 77

    public let tokens: [PromptToken]

    public init(_ tokens: [PromptToken]) {
        precondition(tokens.count == Self.length, "a chunk of \(tokens.count) tokens")
        self.tokens = tokens
    }

    /// Whether any position is to be moved; if none is, the empty prompt need not be encoded.
    public var isWeighted: Bool { tokens.contains { $0.weight != 1 } }
}
