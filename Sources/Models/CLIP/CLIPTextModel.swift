import Layers
import Tensors

/// One place of a prompt: a token of the vocabulary, or a vector that stands in for one (textual inversion).
public enum CLIPToken: Sendable, Hashable {
    case id(Int)
    case vector([Float])
}

/// The text half of CLIP: tokens to vectors that a diffusion model attends to.
///
/// Source: `CLIPTextModel` of Hugging Face transformers, whose weight names it reads.
public struct CLIPTextModel: Sendable {
    public let configuration: CLIPTextConfiguration

    private let tokens: Embedding, positions: Embedding
    private let layers: [CLIPLayer]
    private let lastNorm: LayerNorm
    private let projection: TextProjection?
    /// What it was made from, for models that differ in some layers.
    let weights: Weights
    private let activation: CLIPActivation

    /// - Parameter weights: seen from where `text_model` lies, or from inside it.
    public init(_ weights: Weights, activation: CLIPActivation = .quickGELU) throws(WeightsError) {
        // The first checkpoints were saved by a version of transformers without this level.
        let model = weights.has("embeddings.token_embedding.weight") ? weights : weights / "text_model"
        let configuration = try CLIPTextConfiguration(model)
        let width = configuration.width
        self.configuration = configuration
        self.weights = weights
        self.activation = activation
        tokens = try Embedding(
            model / "embeddings.token_embedding", count: configuration.vocabulary, width: width)
        positions = try Embedding(
            model / "embeddings.position_embedding", count: configuration.positions, width: width)
        var layers: [CLIPLayer] = []
        for index in 0..<configuration.layers {
            layers.append(try CLIPLayer(model / "encoder.layers.\(index)", configuration, activation))
        }
        self.layers = layers
        lastNorm = try LayerNorm(model / "final_layer_norm", width: width)
        projection = try TextProjection(weights, from: width)
    }

    /// The same model with some tensors replaced.
    func replacing(_ replacements: [String: StoredTensor]) throws(WeightsError) -> CLIPTextModel {
        try CLIPTextModel(weights.replacing(replacements), activation: activation)
    }

    /// What the model makes of prompts.
    public struct Output: Sendable {
        /// The chosen layer's vectors, [N, T, D].
        public let hidden: Tensor
        /// The last layer's vector at the first end token, projected if the file has a projection, [N, D].
        public let pooled: Tensor
        /// As `pooled`, before the projection.
        public let unprojected: Tensor
    }

    /// - Parameters:
    ///   - lastLayer: -1 for the last layer's vectors, -2 for those of the layer before, and so on; beyond the first layer
    ///     it means the last one's after the final norm, as in ComfyUI.
    ///   - isNormalized: whether the vectors pass the final norm.
    /// - Shapes: `prompts` N of T tokens each.
    /// - Throws: `CancellationError`; `ModelInputError`; if the model lacks a token or a position, or the weights cannot
    ///   be read.
    public func callAsFunction(
        _ prompts: [[CLIPToken]], lastLayer: Int = -1, isNormalized: Bool = true
    ) throws -> Output {
        // Prompts are often encoded by several tasks at once.
        try withoutInterruption {
            try run(prompts, lastLayer: lastLayer, isNormalized: isNormalized) { _, _ in }
        }
    }

    /// As above; reports the output of each part under its name in the checkpoint.
    func run(
        _ prompts: [[CLIPToken]], lastLayer: Int, isNormalized: Bool = true, observe: Observer
    ) throws -> Output {
        var hidden = try embed(prompts)
        observe("embeddings", hidden)
        let isWithin = lastLayer >= -layers.count && lastLayer < 0
        let chosen = isWithin ? layers.count + lastLayer : layers.count - 1
        var kept = hidden
        for (index, layer) in layers.enumerated() {
            try Task.checkCancellation()
            hidden = try layer(hidden)
            observe("encoder.layers.\(index)", hidden)
            if index == chosen { kept = hidden }
        }
        hidden = try lastNorm(hidden)
        let whole = pool(hidden, prompts)
        let pooled = try projection?(whole) ?? whole
        guard isNormalized || !isWithin else { return Output(hidden: kept, pooled: pooled, unprojected: whole) }
        let vectors = chosen == layers.count - 1 ? hidden : try lastNorm(kept)
        return Output(hidden: vectors, pooled: pooled, unprojected: whole)
    }

    /// The sum of token and position embeddings.
    private func embed(_ prompts: [[CLIPToken]]) throws -> Tensor {
        let length = prompts.first?.count ?? 0
        let width = configuration.width
        precondition(length > 0 && prompts.allSatisfy { $0.count == length }, "prompts of unequal length")
        guard length <= configuration.positions else {
            throw weights.error(.unsupported("\(configuration.positions) positions for a prompt of \(length) tokens"))
        }
        let ids = prompts.joined().map { token in
            if case .id(let id) = token { id } else { 0 }
        }
        if let unknown = ids.first(where: { !(0..<configuration.vocabulary).contains($0) }) {
            throw weights.error(
                .unsupported("token \(unknown) is beyond its vocabulary of \(configuration.vocabulary)"))
        }
        var embedded = try tokens(ids)
        for (row, token) in prompts.joined().enumerated() {
            guard case .vector(let vector) = token else { continue }
            guard vector.count == width else {
                throw ModelInputError.embeddingWidth(wanted: width, found: vector.count)
            }
            embedded.withMutableValues { values in
                for (column, value) in vector.enumerated() { values[row * width + column] = value }
            }
        }
        let places = try positions(Array(0..<length)).repeated(prompts.count, axis: 0)
        return (embedded + places).reshaped([prompts.count, length, width])
    }

    private func pool(_ hidden: Tensor, _ prompts: [[CLIPToken]]) -> Tensor {
        let end = CLIPToken.id(configuration.vocabulary - 1)
        let rows = prompts.enumerated().map { index, prompt in
            let place = prompt.firstIndex(of: end) ?? prompt.count - 1
            return hidden[rows: index..<index + 1].sliced(axis: 1, place..<place + 1)
        }
        return concatenate(rows, axis: 0).reshaped([prompts.count, configuration.width])
    }
}

/// The matrix behind the pooled vector.
private enum TextProjection: Sendable {
    case linear(Linear)
    /// As OpenCLIP keeps it, [D, outputs].
    case matrix(StoredTensor)

    /// The projection of a file, if it has one.
    init?(_ weights: Weights, from width: Int) throws(WeightsError) {
        if weights.has("text_projection.weight") {
            let outputs = try weights.shape("text_projection.weight", rank: 2)[0]
            self = .linear(try Linear(weights / "text_projection", from: width, to: outputs, bias: false))
        } else if weights.has("text_projection") {
            self = .matrix(try weights("text_projection", width, weights.shape("text_projection", rank: 2)[1]))
        } else {
            return nil
        }
    }

    /// - Shapes: [N, D] → [N, outputs].
    func callAsFunction(_ pooled: Tensor) throws -> Tensor {
        switch self {
        case .linear(let linear): try linear(pooled)
        case .matrix(let matrix): matmul(pooled, try matrix.tensor())
        }
    }
}
