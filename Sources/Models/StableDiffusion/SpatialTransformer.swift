import Layers
import Tensors

/// The attention half of a U-Net stage: every cell of the image is a token.
///
/// Source: `SpatialTransformer` in CompVis `attention.py`.
struct SpatialTransformer: Sendable {
    private let norm: GroupNorm
    private let projectIn: Linear, projectOut: Linear
    private let blocks: [TransformerBlock]

    init(_ weights: Weights, width: Int, depth: Int, context: Int, heads: Int) throws(WeightsError) {
        norm = try GroupNorm(weights / "norm", channels: width, epsilon: 1e-6)
        projectIn = try Linear(weights / "proj_in", from: width, to: width)
        var blocks: [TransformerBlock] = []
        for index in 0..<depth {
            let block = weights / "transformer_blocks.\(index)"
            blocks.append(try TransformerBlock(block, width: width, context: context, heads: heads))
        }
        self.blocks = blocks
        projectOut = try Linear(weights / "proj_out", from: width, to: width)
    }

    /// What the transformer blocks look up in the prompt, one after the other.
    func memories(
        of context: Tensor, _ hypernetworks: [AppliedHypernetwork] = []
    ) throws -> [Attention.Memory] {
        try blocks.flatMap { try $0.memories(of: context, hypernetworks) }
    }

    /// - Parameter number: of the transformer in the order of the forward pass.
    /// - Shapes: `image` [N, H, W, width] → same.
    func callAsFunction(_ image: Tensor, context: [Attention.Memory], patches: BlockPatches, number: Int) throws
        -> Tensor
    {
        let shape = image.shape
        var tokens = try projectIn(norm(image)).reshaped([shape[0], shape[1] * shape[2], shape[3]])
        var memories = context[...]
        for (index, block) in blocks.enumerated() {
            let own = memories.prefix(block.memoryCount)
            memories = memories.dropFirst(block.memoryCount)
            tokens = try block(tokens, context: Array(own), patches: patches, index: index, transformer: number)
        }
        return try projectOut(tokens.reshaped(shape), adding: image)
    }
}
