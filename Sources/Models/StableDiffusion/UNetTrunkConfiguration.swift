import Layers

/// The shape of a U-Net's way down and middle, read from the shapes of its tensors.
///
/// Source: key layout of CompVis `openaimodel.py`.
public struct UNetTrunkConfiguration: Sendable, Hashable {
    public let inputChannels: Int
    /// Width of the first stage, and of the time embedding before it is widened.
    public let modelChannels: Int
    public let embeddingWidth: Int
    /// Width of the label vector (SDXL), or nil.
    public let labelWidth: Int?
    /// How many labels there are, where a number tells which it is (the ×4 upscaler); then `labelWidth` is 1.
    public let labelCount: Int?
    /// Width of the context's tokens, or nil if the network takes none.
    public let contextWidth: Int?
    public let input: [UNetBlockConfiguration], middle: UNetBlockConfiguration
    public let heads: UNetHeads

    /// - Parameter weights: seen from where `input_blocks` lies.
    init(_ weights: Weights) throws(WeightsError) {
        let first = try weights.shape("input_blocks.0.0.weight", rank: 4)
        modelChannels = first[0]
        inputChannels = first[1]
        embeddingWidth = try weights.shape("time_embed.0.weight", rank: 2)[0]
        labelCount = weights.has("label_emb.weight") ? try weights.shape("label_emb.weight", rank: 2)[0] : nil
        if weights.has("label_emb.0.0.weight") {
            labelWidth = try weights.shape("label_emb.0.0.weight", rank: 2)[1]
        } else {
            labelWidth = labelCount == nil ? nil : 1
        }

        var input: [UNetBlockConfiguration] = []
        for index in 1..<max(2, weights.count(of: "input_blocks")) {
            let block = weights / "input_blocks.\(index)"
            if block.has("0.op.weight") {
                let width = try block.shape("0.op.weight", rank: 4)[0]
                input.append(UNetBlockConfiguration(width: width, depth: 0, resamples: true))
            } else {
                input.append(try UNetBlockConfiguration(block, resamples: false))
            }
        }
        self.input = input
        middle = try UNetBlockConfiguration(weights / "middle_block", resamples: false)

        guard let place = weights.firstTransformer(of: input) else {
            contextWidth = nil
            heads = .count(8)
            return
        }
        contextWidth = try weights.shape("\(place).transformer_blocks.0.attn2.to_k.weight", rank: 2)[1]
        // SD 1.x projects with 1×1 convolutions and has 8 heads; its successors use matrices and heads 64 wide, but for the
        // ×4 upscaler, which alone has numbers as labels.
        heads = labelCount == nil && weights.shape("\(place).proj_in.weight")?.count == 2 ? .width(64) : .count(8)
        try heads.check(input + [middle], of: weights)
    }
}

/// A numbered part of the network.
public struct UNetBlockConfiguration: Sendable, Hashable {
    public let width: Int
    /// Transformer blocks behind the residual block; none where there is no transformer.
    public let depth: Int
    /// Whether the block halves the size (then it does nothing else), or doubles it at its end.
    public let resamples: Bool
}

/// How transformers split their width.
public enum UNetHeads: Sendable, Hashable {
    /// Stable Diffusion 1.x.
    case count(Int)
    /// Stable Diffusion 2.x and XL.
    case width(Int)

    func count(for width: Int) -> Int {
        switch self {
        case .count(let count): count
        case .width(let headWidth): max(1, width / headWidth)
        }
    }

    func check(_ blocks: [UNetBlockConfiguration], of weights: Weights) throws(WeightsError) {
        for block in blocks where block.depth > 0 {
            let count = count(for: block.width)
            guard block.width.isMultiple(of: count) else {
                throw weights.error(.unsupported("a transformer of width \(block.width) cannot have \(count) heads"))
            }
        }
    }
}

extension UNetBlockConfiguration {
    init(_ weights: Weights, resamples: Bool) throws(WeightsError) {
        width = try weights.shape("0.in_layers.2.weight", rank: 4)[0]
        depth = weights.count(of: "1.transformer_blocks")
        self.resamples = resamples
    }
}

extension Weights {
    /// The path of the first transformer, by which all the others are judged.
    fileprivate func firstTransformer(of input: [UNetBlockConfiguration]) -> String? {
        if let index = input.firstIndex(where: { $0.depth > 0 }) { return "input_blocks.\(index + 1).1" }
        return hasAny(below: "middle_block.1.transformer_blocks") ? "middle_block.1" : nil
    }
}
