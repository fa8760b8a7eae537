import Layers
import Tensors

/// Draws the foreground from what was seen at four scales, from the coarsest to the finest, looking at the picture itself again
/// at each of them.
struct MaskDecoder: Sendable {
    private let scales: [Step]
    private let finePatches: PicturePatches
    private let fineBlock: RefinementBlock
    private let finish: MaskFinish

    /// Parts of the work.
    var steps: Int { scales.count + 1 }

    /// - Parameter widths: channels at the four scales, the finest first.
    init(_ weights: Weights, from widths: [Int]) throws(WeightsError) {
        var scales: [Step] = []
        var inputs = widths[3]
        for (scale, patches) in [(4, 32), (3, 16), (2, 8)] {
            let step = try Step(weights, scale: scale, from: inputs, lateral: widths[scale - 2], patches: patches)
            scales.append(step)
            inputs = step.outputs
        }
        self.scales = scales
        finePatches = try PicturePatches(weights / "ipt_blk2", patches: 4)
        fineBlock = try RefinementBlock(weights / "decoder_block1", from: inputs + finePatches.outputs)
        finish = try MaskFinish(weights, from: fineBlock.outputs)
    }

    /// - Shapes: `picture` [1, H, W, 3], `seen` four of [1, H / 4, W / 4, C] and so on, the finest first → [1, H, W, 1].
    func callAsFunction(
        _ picture: Tensor, _ seen: consuming [Tensor], _ advance: () throws -> Void
    ) throws -> Tensor {
        let image = try fineBlock(joined(picture, seen, advance))
        try advance()
        return try finish(image, picture: picture)
    }

    /// What is at the finest scale before its block.
    private func joined(
        _ picture: Tensor, _ seen: consuming [Tensor], _ advance: () throws -> Void
    ) throws -> Tensor {
        var image = seen.removeLast()
        for scale in scales {
            let finer = seen.removeLast()
            image = try scale(image, finer: finer, picture: picture)
            try advance()
        }
        let patches = try finePatches(picture, height: image.shape[1], width: image.shape[2])
        return concatenate([image, patches], axis: 3)
    }

    /// From one scale to the next.
    private struct Step: Sendable {
        private let patches: PicturePatches
        private let block: RefinementBlock
        private let attention: ForegroundAttention
        private let lateral: Conv2d

        var outputs: Int { block.outputs }

        init(
            _ weights: Weights, scale: Int, from inputs: Int, lateral width: Int, patches count: Int
        ) throws(WeightsError) {
            patches = try PicturePatches(weights / "ipt_blk\(scale + 1)", patches: count)
            block = try RefinementBlock(weights / "decoder_block\(scale)", from: inputs + patches.outputs)
            attention = try ForegroundAttention(weights, scale: scale, width: block.outputs)
            lateral = try Conv2d(weights / "lateral_block\(scale).conv", from: width, to: block.outputs, kernel: 1)
        }

        /// - Shapes: `image` [1, H, W, C], `finer` [1, 2 H, 2 W, C'] → [1, 2 H, 2 W, outputs].
        func callAsFunction(_ image: Tensor, finer: Tensor, picture: Tensor) throws -> Tensor {
            let own = try patches(picture, height: image.shape[1], width: image.shape[2])
            let weighed = try attention(block(concatenate([image, own], axis: 3)))
            let enlarged = resizedBetweenCorners(weighed, height: finer.shape[1], width: finer.shape[2])
            return try lateral(finer, adding: enlarged)
        }
    }
}

/// Weakens what belongs to the background.
struct ForegroundAttention: Sendable {
    private let seen: Conv2d, norm: BatchNorm, share: Conv2d

    init(_ weights: Weights, scale: Int, width: Int) throws(WeightsError) {
        let inner = try weights.shape("gdt_convs_\(scale).0.weight", rank: 4)[0]
        seen = try Conv2d(weights / "gdt_convs_\(scale).0", from: width, to: inner, kernel: 3)
        norm = try BatchNorm(weights / "gdt_convs_\(scale).1", channels: inner)
        share = try Conv2d(weights / "gdt_convs_attn_\(scale).0", from: inner, to: 1, kernel: 1)
    }

    /// - Shapes: [1, H, W, C] → same.
    func callAsFunction(_ image: Tensor) throws -> Tensor {
        let shares = sigmoid(try share(norm(seen(image), rectified: true)))
        let channels = image.shape[3]
        let repeated = matmul(shares.reshaped([shares.count, 1]), Tensor(repeating: 1, shape: [1, channels]))
        return image * repeated.reshaped(image.shape)
    }
}
