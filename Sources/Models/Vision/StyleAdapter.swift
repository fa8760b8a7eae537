import Layers
import Tensors

/// Makes words for a prompt of what CLIP sees in a picture, so that the picture's style is taken.
///
/// - Source: the style adapter of Mou et al. 2023, "T2I-Adapter", whose weight names it reads.
public struct StyleAdapter: Sendable {
    private let style: StoredTensor
    private let before: LayerNorm, after: LayerNorm
    private let layers: [CLIPLayer]
    private let projection: StoredTensor

    /// - Throws: if the file is no style adapter, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(
            Self.renamed(tensors), origin: origin,
            remedy: "Choose a style adapter for Stable Diffusion 1.x, such as t2iadapter_style_sd14v1.")
        let shape = try weights.shape("style_embedding", rank: 3)
        let width = shape[2]
        style = try weights("style_embedding", 1, shape[1], width)
        before = try LayerNorm(weights / "ln_pre", width: width)
        after = try LayerNorm(weights / "ln_post", width: width)
        let feedForward = try weights.shape("layers.0.mlp.fc1.weight", rank: 2)[0]
        var layers: [CLIPLayer] = []
        for index in 0..<weights.count(of: "layers") {
            layers.append(
                try CLIPLayer(
                    weights / "layers.\(index)", width: width, feedForwardWidth: feedForward, heads: 8, .quickGELU))
        }
        self.layers = layers
        projection = try weights("proj", width, weights.shape("proj", rank: 2)[1])
    }

    /// Layers under the names that CLIP's have; what is one matrix in the file is cut.
    private static func renamed(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        let prefix = "transformer_layes."
        var named: [String: StoredTensor] = [:]
        for (name, tensor) in tensors {
            named[name.hasPrefix(prefix) ? "x.transformer.resblocks." + name.dropFirst(prefix.count) : name] = tensor
        }
        for (name, tensor) in OpenCLIPNames.transformers(named, below: "x") {
            named[name.replacing("text_model.encoder.layers", with: "layers")] = tensor
        }
        return named
    }

    /// - Shapes: `seen`, CLIP's last layer, [N, T, D] → [N, words, context].
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(_ seen: Tensor) throws -> Tensor {
        let words = try style.tensor()
        guard seen.shape[2] == words.shape[2] else {
            throw ModelInputError.contextWidth(wanted: words.shape[2], found: seen.shape[2])
        }
        var hidden = try before(concatenate([seen, words.repeated(seen.shape[0], axis: 0)], axis: 1))
        for layer in layers {
            try Task.checkCancellation()
            hidden = try layer(hidden, causal: false)
        }
        let count = hidden.shape[1]
        let own = try after(hidden.sliced(axis: 1, count - words.shape[1]..<count))
        let matrix = try projection.tensor()
        return matmul(own.reshaped([own.shape[0] * own.shape[1], own.shape[2]]), matrix).reshaped([
            own.shape[0], own.shape[1], matrix.shape[1],
        ])
    }
}
