import Layers

/// The shape of a U-Net, read from the shapes of its tensors.
///
/// Source: key layout of CompVis `openaimodel.py`.
public struct UNetConfiguration: Sendable, Hashable {
    public let inputChannels: Int, outputChannels: Int
    /// Width of the first stage, and of the time embedding before it is widened.
    public let modelChannels: Int
    public let embeddingWidth: Int
    /// Width of the label vector (SDXL), or nil.
    public let labelWidth: Int?
    /// Width of the context's tokens, or nil if the network takes none.
    public let contextWidth: Int?
    public let input: [Block], middle: Block, output: [Block]
    public let heads: Heads

    /// A numbered part of the network.
    public struct Block: Sendable, Hashable {
        public let width: Int
        /// Transformer blocks behind the residual block; none where there is no transformer.
        public let depth: Int
        /// Whether the block halves the size (then it does nothing else), or doubles it at its end.
        public let resamples: Bool
    }

    /// How transformers split their width.
    public enum Heads: Sendable, Hashable {
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
    }

    public init(_ weights: Weights) throws(WeightsError) {
        let first = try weights.shape("input_blocks.0.0.weight", rank: 4)
        modelChannels = first[0]
        inputChannels = first[1]
        outputChannels = try weights.shape("out.2.weight", rank: 4)[0]
        embeddingWidth = try weights.shape("time_embed.0.weight", rank: 2)[0]
        labelWidth = weights.has("label_emb.0.0.weight") ? try weights.shape("label_emb.0.0.weight", rank: 2)[1] : nil

        var input: [Block] = []
        for index in 1..<max(2, weights.count(of: "input_blocks")) {
            let block = weights / "input_blocks.\(index)"
            if block.has("0.op.weight") {
                input.append(Block(width: try block.shape("0.op.weight", rank: 4)[0], depth: 0, resamples: true))
            } else {
                input.append(try Block(block, transformer: "1", resamples: false))
            }
        }
        self.input = input
        middle = try Block(weights / "middle_block", transformer: "1", resamples: false)
        var output: [Block] = []
        for index in 0..<max(1, weights.count(of: "output_blocks")) {
            let block = weights / "output_blocks.\(index)"
            let resamples = block.has("1.conv.weight") || block.has("2.conv.weight")
            output.append(try Block(block, transformer: "1", resamples: resamples))
        }
        self.output = output

        try Self.checkSizes(input, output, of: weights)
        guard let place = weights.firstTransformer(of: input, output) else {
            contextWidth = nil
            heads = .count(8)
            return
        }
        contextWidth = try weights.shape("\(place).transformer_blocks.0.attn2.to_k.weight", rank: 2)[1]
        // SD 1.x projects with 1×1 convolutions and has 8 heads; its successors use matrices and heads 64 wide.
        heads = weights.shape("\(place).proj_in.weight")?.count == 2 ? .width(64) : .count(8)
        for block in input + [middle] + output where block.depth > 0 {
            let count = heads.count(for: block.width)
            guard block.width.isMultiple(of: count) else {
                throw weights.error(.unsupported("a transformer of width \(block.width) cannot have \(count) heads"))
            }
        }
    }

    /// Checks that each output block meets the input block that it mirrors at the same size.
    private static func checkSizes(
        _ input: [Block], _ output: [Block], of weights: Weights
    ) throws(WeightsError) {
        var halvings = 0
        var skips = [0]
        for block in input {
            if block.resamples { halvings += 1 }
            skips.append(halvings)
        }
        for block in output {
            guard skips.popLast() == halvings else {
                throw weights.error(.unsupported("the output blocks do not mirror the input blocks"))
            }
            if block.resamples { halvings -= 1 }
        }
        guard skips.isEmpty, halvings == 0 else {
            throw weights.error(.unsupported("the output blocks do not mirror the input blocks"))
        }
    }
}

extension UNetConfiguration.Block {
    fileprivate init(_ weights: Weights, transformer: String, resamples: Bool) throws(WeightsError) {
        width = try weights.shape("0.in_layers.2.weight", rank: 4)[0]
        depth = weights.count(of: "\(transformer).transformer_blocks")
        self.resamples = resamples
    }
}

extension Weights {
    /// The path of the first transformer among the blocks, by which all the others are judged.
    fileprivate func firstTransformer(
        of input: [UNetConfiguration.Block], _ output: [UNetConfiguration.Block]
    ) -> String? {
        if let index = input.firstIndex(where: { $0.depth > 0 }) { return "input_blocks.\(index + 1).1" }
        if hasAny(below: "middle_block.1.transformer_blocks") { return "middle_block.1" }
        return output.firstIndex { $0.depth > 0 }.map { "output_blocks.\($0).1" }
    }
}
