import Tensors

/// Changes to the forward pass of a U-Net, which leave its weights alone.
public struct UNetPatches: Sendable {
    /// Where a block lies.
    public enum Place: Sendable, Hashable {
        case input(Int), middle, output(Int)
    }

    /// Blocks whose tokens look up nothing in each other: each keeps its own value (perturbed-attention guidance).
    ///
    /// Source: Ahn et al. 2024, "Self-Rectifying Diffusion Sampling with Perturbed-Attention Guidance".
    public var blocksWithoutSelfAttention: Set<Place> = []

    /// Change what an output block is about to take in, in turn: the hidden state and the skip, channels last.
    public var beforeOutputBlock: [@Sendable (_ hidden: Tensor, _ skip: Tensor) -> (hidden: Tensor, skip: Tensor)] = []

    public init() {}
}
