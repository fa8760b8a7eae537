import Layers
import Tensors

/// Looks up, for each cell of the way up, what a restoring network has seen anywhere in the picture.
///
/// - Source: `ZeroCrossAttn` in SUPIR's `supir_unet.py`.
struct FeatureAttention: Sendable {
    let width: Int

    private let norm: GroupNorm, featureNorm: GroupNorm
    private let attention: Attention

    /// - Parameters:
    ///   - weights: seen from where `attn` lies.
    ///   - features: width of what is looked up.
    init(_ weights: Weights, features: Int) throws(WeightsError) {
        width = try weights.shape("norm1.weight", rank: 1)[0]
        norm = try GroupNorm(weights / "norm1", channels: width)
        featureNorm = try GroupNorm(weights / "norm2", channels: features)
        let heads = max(1, width / 64)
        guard width.isMultiple(of: heads) else {
            throw weights.error(.unsupported("attention of width \(width) cannot have \(heads) heads"))
        }
        attention = Attention(
            query: try Linear(weights / "attn.to_q", from: width, to: width, bias: false),
            key: try Linear(weights / "attn.to_k", from: features, to: width, bias: false),
            value: try Linear(weights / "attn.to_v", from: features, to: width, bias: false),
            output: try Linear(weights / "attn.to_out.0", from: width, to: width), heads: heads)
    }

    /// - Shapes: `features` [N, H, W, C], `hidden` [N, H, W, width] → as `hidden`.
    func callAsFunction(_ features: Tensor, _ hidden: Tensor, strength: Float) throws -> Tensor {
        func tokens(_ image: Tensor) -> Tensor {
            image.reshaped([image.shape[0], image.shape[1] * image.shape[2], image.shape[3]])
        }
        let memory = try attention.memory(of: tokens(featureNorm(features)))
        let seen = try attention(tokens(norm(hidden)), over: memory).reshaped(hidden.shape)
        return hidden + (strength == 1 ? seen : seen * strength)
    }
}
