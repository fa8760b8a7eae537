/// A prompt in ComfyUI's syntax to chunks of weighted tokens.
public struct PromptTokenizer: Sendable {
    /// What stands after the end token of a chunk that is not full.
    public enum Padding: Sendable {
        /// The end token again: CLIP-L.
        case end
        /// Token 0: CLIP-G and CLIP-H.
        case zero
    }

    private let tokenizer: ClipTokenizer
    private let padding: Padding

    public init(_ tokenizer: ClipTokenizer, padding: Padding = .end) {
        self.tokenizer = tokenizer
        self.padding = padding
    }

    /// The chunks of a prompt; one of padding alone for an empty prompt.
    ///
    /// `vectorCount` says how many vectors the embedding of that name has, nil if there is none: a prompt that names an unknown
    /// embedding is encoded without it. It may be asked twice for one embedding, the second time without surrounding commas.
    ///
    /// - Throws: whatever `vectorCount` throws.
    public func chunks(
        of prompt: String, vectorCount: (_ embedding: String) throws -> Int?
    ) rethrows -> [PromptChunk] {
        var chunker = PromptChunker(padding: padding == .end ? ClipTokenizer.end : 0)
        for segment in PromptParser().segments(of: prompt) {
            for part in EmbeddingReference.split(segment.text) {
                var text = part
                if let written = EmbeddingReference(part) {
                    let (reference, count) = try resolve(written, vectorCount)
                    chunker.add(
                        (0..<count).map { index in
                            PromptToken(.embedding(name: reference.name, index: index), weight: segment.weight)
                        })
                    text = reference.rest
                }
                chunker.add(tokenizer.encode(text).map { PromptToken(.id($0), weight: segment.weight) })
            }
        }
        return chunker.finish()
    }

    /// The reference under which there is an embedding, and its vectors; zero if there is none.
    private func resolve(
        _ written: EmbeddingReference, _ vectorCount: (String) throws -> Int?
    ) rethrows -> (EmbeddingReference, count: Int) {
        // A file's name may end in a comma; only if there is none of that name is it the sentence's.
        if !written.name.isEmpty, let count = try vectorCount(written.name) { return (written, count) }
        guard let reference = written.withoutCommas() else { return (written, 0) }
        guard !reference.name.isEmpty, let count = try vectorCount(reference.name) else { return (reference, 0) }
        return (reference, count)
    }
}
