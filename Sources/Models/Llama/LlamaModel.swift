import Foundation
import Formats
import Kernels
import Tensors

/// A language model: tokens in, what may come next out.
public struct LlamaModel: Sendable {
    public let configuration: LlamaConfiguration

    private let embeddings: TokenEmbeddings
    private let layers: [Layer]
    private let norm: Tensor
    private let output: Projection
    private let layout: GradualLayout
    private let angles: RotaryAngles
    private let localAngles: RotaryAngles
    /// Of texts that get longer than the model was trained for at first, if that makes a difference.
    private let longAngles: RotaryAngles?

    private struct Layer: Sendable {
        let attention: LlamaAttention
        let feedForward: LlamaFeedForward
    }

    /// Tokens that go through the network together: fewer than there are from which products of 16-bit weights go by Strassen's
    /// scheme, so that what becomes of a token does not hang on how many are read with it.
    public static let batchLength = 480

    /// - Throws: `LanguageModelError`, `GGUFError` if the file is no such model.
    public init(_ file: GGUFFile) throws {
        let configuration = try LlamaConfiguration(file)
        let tensors = ModelTensors(file: file, isPrecise: configuration.experts > 0)
        let (width, words) = (configuration.width, configuration.vocabulary)
        let table = try tensors("token_embd.weight", words, width)
        self.configuration = configuration
        embeddings = TokenEmbeddings(table)
        layers = try (0..<configuration.layers).map { layer in
            Layer(
                attention: try LlamaAttention(tensors, configuration, layer: layer),
                feedForward: try LlamaFeedForward(tensors, configuration, layer: layer))
        }
        norm = try tensors.vector("output_norm.weight", width)
        // Small models read and write with the same table.
        output = try Projection(tensors.has("output.weight") ? tensors("output.weight", words, width) : table)
        layout = GradualLayout(
            layers.flatMap { $0.attention.blocks + $0.feedForward.blocks } + [output.blocks].compactMap(\.self))
        angles = RotaryAngles(configuration.rope, divisors: try Self.divisors(tensors, configuration))
        longAngles =
            if case .long = configuration.rope.scaling {
                RotaryAngles(configuration.rope, divisors: try Self.divisors(tensors, configuration, areLong: true))
            } else { nil }
        localAngles = configuration.localRope.map { RotaryAngles($0, divisors: nil) } ?? angles
    }

    /// Divisors of the rotary frequencies, which some files bring.
    private static func divisors(
        _ tensors: ModelTensors, _ configuration: LlamaConfiguration, areLong: Bool = false
    ) throws -> [Float]? {
        let count = configuration.rope.dimensions / 2
        if case .long = configuration.rope.scaling {
            return try tensors.optionalVector("rope_factors_\(areLong ? "long" : "short").weight", count)?.array
        }
        return try tensors.optionalVector("rope_freqs.weight", count)?.array
    }

    /// A cache of a text that has not begun.
    ///
    /// - Parameters:
    ///   - element: how keys and values are remembered; halves are what llama.cpp has too unless told otherwise.
    ///   - length: positions that the text may get.
    public func emptyCache(_ element: KeyValueElement = .float16, upTo length: Int = 0) -> KeyValueCache {
        KeyValueCache(
            isLong: isLong(length),
            windows: layers.indices.map { configuration.isLocal($0) ? configuration.window : nil }, element,
            heads: configuration.keyHeads, headLength: configuration.headLength)
    }

    /// Whether a text of so many positions is told them in the way of long texts.
    func isLong(_ length: Int) -> Bool {
        if case .long(let trained, _) = configuration.rope.scaling { length > trained } else { false }
    }

    /// Reads `tokens` behind what `cache` holds.
    ///
    /// - Returns: the stream after the last layer, normalised: [tokens.count, width].
    /// - Throws: `FileError` if the file has changed; `CancellationError`.
    public func read(_ tokens: [Int], _ cache: inout KeyValueCache) throws -> Tensor {
        var caches = [cache]
        // Not two owners of the pages: they would be copied.
        cache = emptyCache()
        defer { cache = caches[0] }
        return try read([tokens], &caches)
    }

    /// Reads several texts at once, each behind what its cache holds; the weights are read once for all of them.
    ///
    /// A token's result is the same, bit for bit, whatever is read beside it and in how many calls.
    /// - Parameter texts: the new tokens of each text; any number, but one in all at least.
    /// - Returns: the stream after the last layer, normalised, of all tokens in order: [T, width].
    /// - Throws: `FileError` if the file has changed; `CancellationError`. Then the caches hold what they held before, or nothing if
    ///   a window has moved on.
    public func read(_ texts: [[Int]], _ caches: inout [KeyValueCache]) throws -> Tensor {
        precondition(texts.count == caches.count, "\(texts.count) texts, \(caches.count) caches")
        precondition(
            texts.joined().allSatisfy { 0..<configuration.vocabulary ~= $0 }, "a token is not in the vocabulary")
        let counts = caches.map(\.count)
        do {
            let parts = try batches(texts.map(\.count)).map { batch in
                try Task.checkCancellation()
                return try readBatch(batch.map { (text: $0.text, tokens: Array(texts[$0.text][$0.tokens])) }, &caches)
            }
            return parts.count == 1 ? parts[0] : concatenate(parts, axis: 0)
        } catch {
            for (index, count) in counts.enumerated() {
                caches[index].truncate(to: caches[index].canTruncate(to: count) ? count : 0)
            }
            throw error
        }
    }

    /// Parts of texts of `counts` tokens that go through the network together: as few as possible, and about as long as each
    /// other, which takes less memory than a full one and a rest.
    private func batches(_ counts: [Int]) -> [[(text: Int, tokens: Range<Int>)]] {
        let total = counts.reduce(0, +)
        let number = max(1, (total + Self.batchLength - 1) / Self.batchLength)
        let length = max(1, (total + number - 1) / number)
        var batches: [[(text: Int, tokens: Range<Int>)]] = [[]]
        var room = length
        for (text, count) in counts.enumerated() {
            var start = 0
            while start < count {
                if room == 0 {
                    batches.append([])
                    room = length
                }
                let end = min(count, start + room)
                batches[batches.count - 1].append((text, start..<end))
                room -= end - start
                start = end
            }
        }
        return batches
    }

    private func readBatch(_ parts: [(text: Int, tokens: [Int])], _ caches: inout [KeyValueCache]) throws -> Tensor {
        try layout.notePass(of: parts.reduce(0) { $0 + $1.tokens.count })
        var x = try embeddings(parts.flatMap(\.tokens))
        if configuration.embeddingScale != 1 { x = x * configuration.embeddingScale }
        let turns = RotaryAngles.turns(
            parts.map { part in
                let cache = caches[part.text]
                return (cache.count..<cache.count + part.tokens.count, cache.isLong ? longAngles ?? angles : angles)
            })
        let localTurns =
            configuration.localRope == nil
            ? turns
            : RotaryAngles.turns(
                parts.map { (caches[$0.text].count..<caches[$0.text].count + $0.tokens.count, localAngles) })
        for (index, layer) in layers.enumerated() {
            let turns = configuration.isLocal(index) ? localTurns : turns
            var cached = parts.map { part in
                // Taken out, so that the pages have one owner.
                let pages = caches[part.text].takeLayer(index)
                return CachedText(tokens: part.tokens.count, pages: pages)
            }
            defer { for (part, text) in zip(parts, cached) { caches[part.text].layers[index] = text.pages } }
            x += try layer.attention(x, &cached, turns)
            x += try layer.feedForward(x)
        }
        return rmsNorm(x, scale: norm, epsilon: configuration.epsilon)
    }

    /// How likely each token is to come next, as logarithms up to a constant.
    ///
    /// - Shapes: `stream` [T, width] → [T, vocabulary].
    /// - Throws: `FileError` if the file has changed.
    public func logits(_ stream: Tensor) throws -> Tensor {
        let logits = try output(stream)
        guard let cap = configuration.finalSoftCap else { return logits }
        return Tensor(logits.array.map { cap * tanh($0 / cap) }, shape: logits.shape)
    }
}

/// The table of what each token means, read row by row.
private struct TokenEmbeddings: Sendable {
    private let table: GGUFTensor

    /// - Shapes: `table` [vocabulary, width].
    init(_ table: GGUFTensor) {
        self.table = table
    }

    /// - Shapes: [tokens.count, width].
    func callAsFunction(_ tokens: [Int]) throws -> Tensor { try table.rows(tokens) }
}
