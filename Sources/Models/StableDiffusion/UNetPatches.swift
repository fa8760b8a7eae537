import Tensors

/// Changes to the forward pass of a U-Net, which leave its weights alone.
public struct UNetPatches: Sendable {
    /// Where a block lies.
    public enum Place: Sendable, Hashable {
        case input(Int), middle, output(Int)
    }

    /// The noise level of the call, for changes that depend on it.
    public var sigma: Float = 0

    /// Blocks whose tokens look up nothing in each other: each keeps its own value (perturbed-attention guidance).
    ///
    /// Source: Ahn et al. 2024, "Self-Rectifying Diffusion Sampling with Perturbed-Attention Guidance".
    public var blocksWithoutSelfAttention: Set<Place> = []

    /// A change of the hidden state, channels last, that an input block has made; told the block's number and `sigma`.
    public typealias Descent = @Sendable (_ hidden: Tensor, _ block: Int, _ sigma: Float) -> Tensor

    /// Change what an input block hands on and leaves for the way up, in turn.
    public var afterInputBlock: [Descent] = []

    /// Change what an input block hands on, but not what it leaves for the way up, in turn.
    public var afterSkip: [Descent] = []

    /// Change what an output block is about to take in, in turn: the hidden state and the skip, channels last.
    public var beforeOutputBlock: [@Sendable (_ hidden: Tensor, _ skip: Tensor) -> (hidden: Tensor, skip: Tensor)] = []

    /// Change what tokens look up in each other, in turn.
    public var selfAttention: [any SelfAttentionPatch] = []

    /// Change what tokens have looked up in each other [B, T, D], in turn.
    public var afterSelfAttention: [@Sendable (Tensor) -> Tensor] = []

    /// Change keys and values, of the picture's tokens and of the prompt's.
    public var hypernetworks: [AppliedHypernetwork] = []

    /// Told how much attention each token of the middle's first transformer block receives: the mean over heads of the sum
    /// over queries [N, T].
    public var observeMiddleAttention: (@Sendable (_ received: Tensor) -> Void)?

    /// Objects with a place of their own in the picture.
    public var grounding: PlacedObjects?

    /// What a restoring network has seen in the picture that it restores.
    public var restoration: Restoration?

    public init() {}
}

/// Changes what the picture's tokens look up in each other.
public protocol SelfAttentionPatch: Sendable {
    func callAsFunction(_ inputs: inout SelfAttentionInputs, at site: AttentionSite)
}

/// What self-attention is about to take in, and what is to be done with its result.
public struct SelfAttentionInputs {
    /// [N, T, D], before their projections. A patch may change how many there are, and how they are batched.
    public var query: Tensor, key: Tensor, value: Tensor

    /// Bring the result back to the shape of the tokens, in turn.
    public var restore: [(Tensor) -> Tensor] = []
}

/// Where in a U-Net an attention lies.
public struct AttentionSite: Sendable, Hashable {
    public let place: UNetPatches.Place
    /// Of the transformer block within its transformer.
    public let index: Int
    /// Of the whole latent, in cells.
    public let height: Int, width: Int
}
