import Kernels

/// What distinguishes the language models of this family: one network with options, as the file describes it.
///
/// - Source: Touvron et al. 2023, "LLaMA", and the model cards of those that changed it (Mistral, Mixtral, Qwen, Phi,
///   Gemma).
public struct LlamaConfiguration: Hashable, Sendable {
    public var architecture: String
    public var layers: Int
    /// Numbers in the stream between layers.
    public var width: Int
    public var heads: Int
    /// Fewer than `heads` where several queries share a key.
    public var keyHeads: Int
    public var headLength: Int
    public var vocabulary: Int
    /// Positions that the model was trained for.
    public var contextLength: Int
    public var epsilon: Float

    public var rope: Rope
    /// Of the layers that see a window only, if they differ.
    public var localRope: Rope?

    /// Positions that a layer with a window sees.
    public var window: Int?
    /// Every how many layers one sees everything.
    public var windowPattern = 1

    public var attentionScale: Float
    public var attentionSoftCap: Float?
    public var finalSoftCap: Float?
    /// By what embeddings are multiplied.
    public var embeddingScale: Float = 1
    public var activation = Activation.silu

    public var experts = 0
    public var expertsUsed = 0

    public enum Activation: Hashable, Sendable {
        case silu, geluTanh

        var gate: GateActivation {
            switch self {
            case .silu: .silu
            case .geluTanh: .geluTanh
            }
        }
    }

    /// Rotary position embedding.
    public struct Rope: Hashable, Sendable {
        public var base: Float
        /// Numbers of a head that turn.
        public var dimensions: Int
        public var pairsAreHalves: Bool
        public var scaling = Scaling.none

        public enum Scaling: Hashable, Sendable {
            case none
            /// Positions are divided by this.
            case linear(factor: Float)
            /// Peng et al. 2023, "YaRN".
            case yarn(factor: Float, trainedLength: Int, attentionFactor: Float)
            /// Divisors of the frequencies come with the weights; one set for long texts, one for short.
            case long(trainedLength: Int, attentionFactor: Float)
        }
    }

    /// Whether a layer sees a window only.
    func isLocal(_ layer: Int) -> Bool {
        window != nil && layer % windowPattern < windowPattern - 1
    }

    func attentionShape(_ layer: Int) -> CachedAttentionShape {
        CachedAttentionShape(
            heads: heads, keyHeads: keyHeads, headLength: headLength, scale: attentionScale,
            window: isLocal(layer) ? window : nil, softCap: attentionSoftCap)
    }
}
