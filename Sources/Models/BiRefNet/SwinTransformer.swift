import Layers
import Tensors

/// Sees a picture at four scales, each half as fine as the one before: attention within windows that move from layer to layer.
///
/// - Source: Liu et al. 2021, "Swin Transformer".
struct SwinTransformer: Sendable {
    private let embedding: Conv2d
    private let norm: LayerNorm
    private let stages: [SwinStage]
    private let norms: [LayerNorm]

    /// Layers of all stages.
    var blocks: Int { stages.reduce(0) { $0 + $1.blocks.count } }

    /// Features at each scale.
    let widths: [Int]
    /// Pixels along the edge of a token.
    private let patch: Int

    init(_ weights: Weights) throws(WeightsError) {
        let shape = try weights.shape("patch_embed.proj.weight", rank: 4)
        var width = shape[0]
        patch = shape[2]
        embedding = try Conv2d(
            weights / "patch_embed.proj", from: 3, to: width, kernel: patch, stride: patch, padding: .all(0))
        norm = try LayerNorm(weights / "patch_embed.norm", width: width)
        let count = weights.count(of: "layers")
        guard count == 4, patch == 4 else {
            throw weights.error(.unsupported("a transformer of \(count) stages for patches of \(patch) pixels"))
        }
        var (stages, norms, widths): ([SwinStage], [LayerNorm], [Int]) = ([], [], [])
        for index in 0..<count {
            stages.append(try SwinStage(weights / "layers.\(index)", width: width, halves: index < count - 1))
            norms.append(try LayerNorm(weights / "norm\(index)", width: width))
            widths.append(width)
            width *= 2
        }
        (self.stages, self.norms, self.widths) = (stages, norms, widths)
    }

    /// - Shapes: `picture` [1, H, W, 3], edges whole multiples of 32 → four of [1, H / 4, W / 4, C], half of it and so on.
    func callAsFunction(_ picture: Tensor, _ advance: () throws -> Void) throws -> [Tensor] {
        let (height, width) = (picture.shape[1] / patch, picture.shape[2] / patch)
        let embedded = try norm(embedding(picture))
        var grid = TokenGrid(tokens: embedded.reshaped([height * width, widths[0]]), height: height, width: width)
        var results: [Tensor] = []
        for (stage, norm) in zip(stages, norms) {
            for block in stage.blocks {
                try block.see(&grid)
                try advance()
            }
            let seen = try norm(grid.tokens)
            results.append(seen.reshaped([1, grid.height, grid.width, seen.shape[1]]))
            if let merging = stage.merging { grid = try merging(grid) }
        }
        return results
    }
}

/// Tokens of a picture, row by row.
struct TokenGrid {
    /// [H · W, C].
    var tokens: Tensor
    let height, width: Int
}

/// Layers at one scale, and what leads to the next.
struct SwinStage: Sendable {
    let blocks: [SwinBlock]
    let merging: TokenMerging?

    init(_ weights: Weights, width: Int, halves: Bool) throws(WeightsError) {
        var blocks: [SwinBlock] = []
        for index in 0..<weights.count(of: "blocks") {
            blocks.append(try SwinBlock(weights / "blocks.\(index)", width: width, isShifted: !index.isMultiple(of: 2)))
        }
        self.blocks = blocks
        merging = halves ? try TokenMerging(weights / "downsample", width: width) : nil
    }
}

/// Makes one token of each square of four.
struct TokenMerging: Sendable {
    private let norm: LayerNorm
    private let reduction: Linear

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        norm = try LayerNorm(weights / "norm", width: 4 * width)
        reduction = try Linear(weights / "reduction", from: 4 * width, to: 2 * width, bias: false)
    }

    func callAsFunction(_ grid: TokenGrid) throws -> TokenGrid {
        let (height, width) = (grid.height / 2, grid.width / 2)
        var order: [Int] = []
        order.reserveCapacity(4 * height * width)
        for row in 0..<height {
            for column in 0..<width {
                let first = 2 * row * grid.width + 2 * column
                // Down first.
                order += [first, first + grid.width, first + 1, first + grid.width + 1]
            }
        }
        let features = grid.tokens.shape[1]
        let joined = grid.tokens.gathered(axis: 0, order).reshaped([height * width, 4 * features])
        return TokenGrid(tokens: try reduction(norm(joined)), height: height, width: width)
    }
}
