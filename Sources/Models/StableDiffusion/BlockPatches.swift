import Layers
import Tensors

/// What patches mean for one block of one call.
struct BlockPatches: Sendable {
    let patches: UNetPatches
    let place: UNetPatches.Place
    /// Of the latent, in cells.
    let height: Int, width: Int

    /// Whether tokens attend to each other.
    var mixes: Bool { !patches.blocksWithoutSelfAttention.contains(place) }

    func site(_ index: Int) -> AttentionSite { AttentionSite(place: place, index: index, height: height, width: width) }

    /// Self-attention with all changes, without the shortcut.
    ///
    /// - Shapes: `tokens` [N, T, D] → same.
    func attend(_ attention: Attention, _ tokens: Tensor, index: Int) throws -> Tensor {
        if place == .middle, index == 0, let observe = patches.observeMiddleAttention {
            observe(try attention.received(by: tokens))
        }
        var inputs = SelfAttentionInputs(query: tokens, key: tokens, value: tokens)
        for hypernetwork in patches.hypernetworks { try hypernetwork.change(&inputs.key, &inputs.value) }
        for patch in patches.selfAttention { patch(&inputs, at: site(index)) }
        let memory = try attention.memory(of: inputs.key, values: inputs.value)
        let output = try inputs.restore.reversed().reduce(attention(inputs.query, over: memory)) { $1($0) }
        return patches.afterSelfAttention.reduce(output) { $1($0) }
    }

    /// Whether self-attention is more than tokens attending to each other.
    func changesSelfAttention(_ index: Int) -> Bool {
        !patches.selfAttention.isEmpty || !patches.afterSelfAttention.isEmpty || !patches.hypernetworks.isEmpty
            || (place == .middle && index == 0 && patches.observeMiddleAttention != nil)
    }
}
