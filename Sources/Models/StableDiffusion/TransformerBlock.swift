import Layers
import Tensors

/// Attention of the image's tokens to each other, then to the prompt, then a gated feed-forward network.
///
/// Source: `BasicTransformerBlock` in CompVis `attention.py`.
struct TransformerBlock: Sendable {
    private let norm1: LayerNorm, toItself: Attention
    private let norm2: LayerNorm, toContext: Attention
    /// Whether the first attention, too, is to the prompt: where tokens are many, in the ×4 upscaler.
    private let looksAtContextOnly: Bool
    private let norm3: LayerNorm, widen: GatedLinear, narrow: Linear

    init(_ weights: Weights, width: Int, context: Int, heads: Int) throws(WeightsError) {
        norm1 = try LayerNorm(weights / "norm1", width: width)
        let firstKeys = try weights.shape("attn1.to_k.weight", rank: 2)[1]
        looksAtContextOnly = firstKeys != width && firstKeys == context
        toItself = try Attention(
            weights / "attn1", width: width, context: looksAtContextOnly ? context : width, heads: heads)
        norm2 = try LayerNorm(weights / "norm2", width: width)
        toContext = try Attention(weights / "attn2", width: width, context: context, heads: heads)
        norm3 = try LayerNorm(weights / "norm3", width: width)
        widen = try GatedLinear(weights / "ff.net.0.proj", from: width, to: 4 * width)
        narrow = try Linear(weights / "ff.net.2", from: 4 * width, to: width)
    }

    /// Attentions to the prompt.
    var memoryCount: Int { looksAtContextOnly ? 2 : 1 }

    /// What they look up; that of the second attention comes first.
    func memories(of context: Tensor, _ hypernetworks: [AppliedHypernetwork] = []) throws -> [Attention.Memory] {
        let memory = try memory(of: context, hypernetworks)
        return looksAtContextOnly ? [memory, try toItself.memory(of: context)] : [memory]
    }

    /// - Parameter hypernetworks: change keys and values.
    private func memory(of context: Tensor, _ hypernetworks: [AppliedHypernetwork]) throws -> Attention.Memory {
        guard !hypernetworks.isEmpty else { return try toContext.memory(of: context) }
        var (keys, values) = (context, context)
        for hypernetwork in hypernetworks { try hypernetwork.change(&keys, &values) }
        return try toContext.memory(of: keys, values: values)
    }

    /// - Parameters:
    ///   - index: of the block within its transformer.
    ///   - transformer: number of the transformer in the order of the forward pass.
    /// - Shapes: `tokens` [N, T, width] → same.
    func callAsFunction(
        _ tokens: Tensor, context: [Attention.Memory], patches: BlockPatches, index: Int, transformer: Int
    ) throws -> Tensor {
        var tokens = tokens
        if looksAtContextOnly {
            tokens = try toItself(norm1(tokens), over: context[1], adding: tokens)
        } else if !patches.mixes {
            tokens = try toItself.ownValues(norm1(tokens), adding: tokens)
        } else if patches.changesSelfAttention(index) {
            tokens += try patches.attend(toItself, norm1(tokens), index: index)
        } else {
            tokens = try toItself(norm1(tokens), adding: tokens)
        }
        if let grounding = patches.patches.grounding { tokens = try grounding(tokens, in: transformer) }
        tokens = try toContext(norm2(tokens), over: context[0], adding: tokens)
        return try narrow(widen(norm3(tokens)), adding: tokens)
    }
}

extension Attention {
    fileprivate init(_ weights: Weights, width: Int, context: Int, heads: Int) throws(WeightsError) {
        self.init(
            query: try Linear(weights / "to_q", from: width, to: width, bias: false),
            key: try Linear(weights / "to_k", from: context, to: width, bias: false),
            value: try Linear(weights / "to_v", from: context, to: width, bias: false),
            output: try Linear(weights / "to_out.0", from: width, to: width),
            heads: heads)
    }
}
