import Layers
import Tensors

/// The curve between the two matrices of a feed-forward network.
public enum CLIPActivation: Sendable {
    /// x · sigmoid(1.702 x); OpenAI's CLIP-L.
    case quickGELU
    /// The exact one; OpenCLIP's models.
    case gelu
}

/// Causal attention and a feed-forward network, each behind a norm and beside a shortcut.
///
/// Source: `CLIPEncoderLayer` of Hugging Face transformers.
struct CLIPLayer: Sendable {
    private let norm1: LayerNorm, attention: Attention
    private let norm2: LayerNorm, widen: Linear, narrow: Linear
    private let activation: CLIPActivation

    init(
        _ weights: Weights, _ configuration: CLIPTextConfiguration, _ activation: CLIPActivation
    ) throws(WeightsError) {
        try self.init(
            weights, width: configuration.width, feedForwardWidth: configuration.feedForwardWidth,
            heads: configuration.heads, activation)
    }

    init(
        _ weights: Weights, width: Int, feedForwardWidth: Int, heads: Int, _ activation: CLIPActivation
    ) throws(WeightsError) {
        let attention = weights / "self_attn"
        self.attention = Attention(
            query: try Linear(attention / "q_proj", from: width, to: width),
            key: try Linear(attention / "k_proj", from: width, to: width),
            value: try Linear(attention / "v_proj", from: width, to: width),
            output: try Linear(attention / "out_proj", from: width, to: width),
            heads: heads)
        norm1 = try LayerNorm(weights / "layer_norm1", width: width)
        norm2 = try LayerNorm(weights / "layer_norm2", width: width)
        widen = try Linear(weights / "mlp.fc1", from: width, to: feedForwardWidth)
        narrow = try Linear(weights / "mlp.fc2", from: feedForwardWidth, to: width)
        self.activation = activation
    }

    /// - Parameter causal: whether tokens see only those before them, as words do and places of a picture do not.
    /// - Shapes: `tokens` [N, T, D] → same.
    func callAsFunction(_ tokens: Tensor, causal: Bool = true) throws -> Tensor {
        let attended = try attention(norm1(tokens), causal: causal, adding: tokens)
        let hidden = try widen(norm2(attended))
        switch activation {
        case .quickGELU: return try narrow(quickGELU(hidden), adding: attended)
        case .gelu: return try narrow(gelu(hidden), adding: attended)
        }
    }
}
