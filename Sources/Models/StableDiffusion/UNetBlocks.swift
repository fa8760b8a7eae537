import Layers
import Tensors

/// Called with a part's name in its block, and the part's output.
typealias Observer = (String, Tensor) -> Void

/// A block on the way down: a stage at one size, or the halving of the size.
enum InputBlock: Sendable {
    case stage(ResidualBlock, SpatialTransformer?)
    case halve(Conv2d)

    init(
        _ weights: Weights, _ block: UNetBlockConfiguration, from inputs: Int, of network: UNetTrunkConfiguration
    ) throws(WeightsError) {
        if block.resamples {
            self = .halve(try Conv2d(weights / "0.op", from: inputs, to: block.width, kernel: 3, stride: 2))
        } else {
            self = .stage(
                try ResidualBlock(weights / "0", from: inputs, to: block.width, time: network.embeddingWidth),
                try SpatialTransformer(weights / "1", block, of: network))
        }
    }

    var transformer: SpatialTransformer? {
        switch self {
        case .stage(_, let transformer): transformer
        case .halve: nil
        }
    }

    /// - Parameters:
    ///   - context: of all transformers to come; the block takes its own from the front.
    /// - Shapes: `image` [N, H, W, C] → [N, H', W', C'].
    func callAsFunction(
        _ image: Tensor, embedding: Tensor, context: inout ArraySlice<[Attention.Memory]>, patches: BlockPatches,
        observe: Observer
    ) throws -> Tensor {
        switch self {
        case .stage(let residual, let transformer):
            var hidden = try residual(image, embedding: embedding)
            observe("0", hidden)
            guard let transformer else { return hidden }
            // A slice keeps its places: where it begins tells how many transformers there were.
            let number = context.startIndex
            hidden = try transformer(hidden, context: context.removeFirst(), patches: patches, number: number)
            observe("1", hidden)
            return hidden
        case .halve(let convolution):
            let halved = try convolution(image)
            observe("0", halved)
            return halved
        }
    }
}

/// The block at the smallest size.
struct MiddleBlock: Sendable {
    private let before: ResidualBlock
    let transformer: SpatialTransformer?
    private let after: ResidualBlock
    private let afterName: String

    init(
        _ weights: Weights, _ block: UNetBlockConfiguration, from inputs: Int, of network: UNetTrunkConfiguration
    ) throws(WeightsError) {
        before = try ResidualBlock(weights / "0", from: inputs, to: block.width, time: network.embeddingWidth)
        transformer = try SpatialTransformer(weights / "1", block, of: network)
        afterName = transformer == nil ? "1" : "2"
        after = try ResidualBlock(weights / afterName, from: block.width, to: block.width, time: network.embeddingWidth)
    }

    /// - Shapes: `image` [N, H, W, C] → same.
    func callAsFunction(
        _ image: Tensor, embedding: Tensor, context: inout ArraySlice<[Attention.Memory]>, patches: BlockPatches,
        observe: Observer
    ) throws -> Tensor {
        var hidden = try before(image, embedding: embedding)
        observe("0", hidden)
        if let transformer {
            // A slice keeps its places: where it begins tells how many transformers there were.
            let number = context.startIndex
            hidden = try transformer(hidden, context: context.removeFirst(), patches: patches, number: number)
            observe("1", hidden)
        }
        hidden = try after(hidden, embedding: embedding)
        observe(afterName, hidden)
        return hidden
    }
}

/// A block on the way up: takes in what the mirrored input block left, and may double the size at its end.
struct OutputBlock: Sendable {
    private let residual: ResidualBlock
    let transformer: SpatialTransformer?
    private let afterDoubling: Conv2d?

    init(
        _ weights: Weights, _ block: UNetBlockConfiguration, from inputs: Int, of network: UNetTrunkConfiguration
    ) throws(WeightsError) {
        residual = try ResidualBlock(weights / "0", from: inputs, to: block.width, time: network.embeddingWidth)
        transformer = try SpatialTransformer(weights / "1", block, of: network)
        let doubling = weights / (transformer == nil ? "1.conv" : "2.conv")
        afterDoubling =
            block.resamples ? try Conv2d(doubling, from: block.width, to: block.width, kernel: 3) : nil
    }

    /// - Parameters:
    ///   - target: the shape of the next skip, whose size the image has to meet: at odd sizes that is one less than the
    ///     double.
    /// - Shapes: `image` [N, H, W, C], `skip` [N, H, W, S] → [N, H', W', C'].
    func callAsFunction(
        _ image: Tensor, skip: Tensor, target: [Int]?, embedding: Tensor,
        context: inout ArraySlice<[Attention.Memory]>, patches: BlockPatches, observe: Observer
    ) throws -> Tensor {
        var hidden = try residual(patches.joined(image, skip), embedding: embedding)
        observe("0", hidden)
        if let transformer {
            // A slice keeps its places: where it begins tells how many transformers there were.
            let number = context.startIndex
            hidden = try transformer(hidden, context: context.removeFirst(), patches: patches, number: number)
            observe("1", hidden)
        }
        if let afterDoubling, let target {
            hidden = try patches.beforeDoubling(hidden)
            hidden = try afterDoubling(doubled(hidden, height: target[1], width: target[2]))
            observe(transformer == nil ? "1" : "2", hidden)
        }
        return hidden
    }

    /// Each cell four times, cut to `height` × `width`: nearest-neighbour sampling to one row or column less than double
    /// takes the same cells. Patches that shrink the way down can ask for any other size.
    private func doubled(_ image: Tensor, height: Int, width: Int) -> Tensor {
        let (rows, columns) = (image.shape[1], image.shape[2])
        guard (2 * rows - 1...2 * rows).contains(height), (2 * columns - 1...2 * columns).contains(width) else {
            return image.gathered(axis: 1, (0..<height).map { $0 * rows / height })
                .gathered(axis: 2, (0..<width).map { $0 * columns / width })
        }
        var image = upsampleNearest2x(image)
        if image.shape[1] != height { image = image.sliced(axis: 1, 0..<height) }
        if image.shape[2] != width { image = image.sliced(axis: 2, 0..<width) }
        return image
    }
}

extension SpatialTransformer {
    /// The transformer of a block, if it has one.
    fileprivate init?(
        _ weights: Weights, _ block: UNetBlockConfiguration, of network: UNetTrunkConfiguration
    ) throws(WeightsError) {
        guard block.depth > 0, let context = network.contextWidth else { return nil }
        try self.init(
            weights, width: block.width, depth: block.depth, context: context,
            heads: network.heads.count(for: block.width))
    }
}
