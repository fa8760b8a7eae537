import Foundation

/// How a token of a language model looks back.
public struct CachedAttentionShape: Sendable {
    public var heads: Int
    /// Fewer than `heads` where several queries share a key.
    public var keyHeads: Int
    public var headLength: Int
    public var scale: Float
    /// How many positions a token sees, itself included; nil for all.
    public var window: Int?
    /// Scores are squeezed to ±softCap by tanh.
    public var softCap: Float?

    public init(
        heads: Int, keyHeads: Int, headLength: Int, scale: Float, window: Int? = nil, softCap: Float? = nil
    ) {
        precondition(heads > 0 && keyHeads > 0 && heads.isMultiple(of: keyHeads), "\(heads) heads on \(keyHeads)")
        self.heads = heads
        self.keyHeads = keyHeads
        self.headLength = headLength
        self.scale = scale
        self.window = window
        self.softCap = softCap
    }

    /// Positions that a token at `position` sees.
    func visible(at position: Int) -> Range<Int> { max(0, position + 1 - (window ?? position + 1))..<position + 1 }
}

/// The newest tokens of one text, and everything that it holds.
public struct CachedText: Sendable {
    public var tokens: Int
    public var pages: KeyValuePages

    /// - Parameter pages: keys and values, those of the `tokens` newest positions included before they look back.
    public init(tokens: Int, pages: KeyValuePages) {
        self.tokens = tokens
        self.pages = pages
    }
}

/// Attention of the newest tokens of several texts to themselves and to everything before in their text.
///
/// A token's result does not depend on which tokens, or texts, stand beside it.
/// - Shapes: `query` [T, heads · S], the tokens of the texts one after another → `output` same.
/// - Accuracy: NMSE below 1e-12 against `Oracle.cachedAttention`, for keys and values as they are remembered.
public func cachedAttention(
    query: Span<Float>, _ texts: [CachedText], _ shape: CachedAttentionShape, into output: inout MutableSpan<Float>
) {
    let width = shape.heads * shape.headLength
    let tokens = texts.reduce(0) { $0 + $1.tokens }
    precondition(query.count == tokens * width && output.count == query.count, "\(query.count) into \(output.count)")
    let scratch = ThreadPool.current.scratch
    query.withUnsafeBufferPointer { query in
        output.withUnsafeMutableBufferPointer { output in
            guard var query = query.baseAddress, var output = output.baseAddress else { return }
            var works: [CachedAttention] = []
            for text in texts {
                works.append(CachedAttention(query: query, output: output, text: text, shape: shape))
                query += text.tokens * width
                output += text.tokens * width
            }
            let counts = works.map { $0.blocks * shape.keyHeads }
            parallel(counts.reduce(0, +)) { task in
                var task = task
                for (work, count) in zip(works, counts) {
                    // Long rows first: they take the longest.
                    if task < count { return work.attend(task: count - 1 - task, scratch) }
                    task -= count
                }
            }
        }
    }
}
