import Foundation
import Formats
import Tensors

/// A language model: tokens in, what may come next out.
public struct LlamaModel: Sendable {
    public let configuration: LlamaConfiguration

    private let embeddings: TokenEmbeddings
    private let layers: [Layer]
    private let norm: Tensor
    private let output: Projection
    private let angles: RotaryAngles
    private let localAngles: RotaryAngles

    private struct Layer: Sendable {
        let attention: LlamaAttention
        let feedForward: LlamaFeedForward
    }

    /// Tokens that go through the network together.
    public static let batchLength = 512

    /// - Throws: `LanguageModelError`, `GGUFError` if the file is no such model.
    public init(_ file: GGUFFile) throws {
        let configuration = try LlamaConfiguration(file)
        let tensors = ModelTensors(file: file)
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
        output =
            try tensors.has("output.weight") ? tensors.projection("output", from: width, to: words) : Projection(table)
        angles = RotaryAngles(configuration.rope, divisors: try Self.divisors(tensors, configuration))
        localAngles = configuration.localRope.map { RotaryAngles($0, divisors: nil) } ?? angles
    }

    /// Divisors of the rotary frequencies, which some files bring.
    private static func divisors(_ tensors: ModelTensors, _ configuration: LlamaConfiguration) throws -> [Float]? {
        let count = configuration.rope.dimensions / 2
        if case .long(let trained, _) = configuration.rope.scaling {
            let kind = configuration.contextLength > trained ? "long" : "short"
            return try tensors.optionalVector("rope_factors_\(kind).weight", count)?.array
        }
        return try tensors.optionalVector("rope_freqs.weight", count)?.array
    }

    public func emptyCache() -> KeyValueCache { KeyValueCache(layers: layers.count) }

    /// Reads `tokens` behind what `cache` holds.
    ///
    /// - Returns: the stream after the last layer, normalised: [tokens.count, width].
    /// - Throws: `FileError` if the file has changed; `CancellationError`.
    public func read(_ tokens: [Int], _ cache: inout KeyValueCache) throws -> Tensor {
        precondition(tokens.allSatisfy { 0..<configuration.vocabulary ~= $0 }, "a token is not in the vocabulary")
        let parts = try stride(from: 0, to: tokens.count, by: Self.batchLength).map { start in
            try Task.checkCancellation()
            return try readBatch(Array(tokens[start..<min(start + Self.batchLength, tokens.count)]), &cache)
        }
        return parts.count == 1 ? parts[0] : concatenate(parts, axis: 0)
    }

    private func readBatch(_ tokens: [Int], _ cache: inout KeyValueCache) throws -> Tensor {
        var x = try embeddings(tokens)
        if configuration.embeddingScale != 1 { x = x * configuration.embeddingScale }
        let start = cache.count
        let turns = angles(start..<start + tokens.count)
        let localTurns = localAngles(start..<start + tokens.count)
        for (index, layer) in layers.enumerated() {
            let turns = configuration.isLocal(index) ? localTurns : turns
            x += layer.attention(x, &cache.layers[index], at: start, turns)
            x += layer.feedForward(x)
        }
        cache.count += tokens.count
        return rmsNorm(x, scale: norm, epsilon: configuration.epsilon)
    }

    /// How likely each token is to come next, as logarithms up to a constant.
    ///
    /// - Shapes: `stream` [T, width] → [T, vocabulary].
    public func logits(_ stream: Tensor) -> Tensor {
        let logits = output(stream)
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
