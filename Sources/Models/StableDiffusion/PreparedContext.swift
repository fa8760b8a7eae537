import Layers
import Tensors

/// What a U-Net's transformers look up in a prompt, computed once and used in every step.
public struct PreparedContext: Sendable {
    /// Prompts in the batch.
    public let count: Int
    /// One list per transformer in the order of the forward pass, one entry per transformer block.
    let memories: [[Attention.Memory]]
}
