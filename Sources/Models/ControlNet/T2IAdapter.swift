import Layers
import Tensors

/// A small network that sees a picture once and steers a U-Net on its way down.
///
/// Source: Mou et al. 2023, “T2I-Adapter”; `Adapter` in its `adapter.py`, whose weight names it reads, and those of diffusers.
public struct T2IAdapter: Sendable {
    /// 1 for sketches, 3 for colours.
    public let pictureChannels: Int
    /// Pixels along the edge of a block that becomes one cell.
    public let blockSize: Int

    private let body: Body
    private let isXL: Bool

    private enum Body: Sendable {
        case deep(first: Conv2d, [AdapterBlock])
        case light([LightAdapterLevel])
    }

    private static let levels = 4
    private static let blocksPerLevel = 2

    /// Nil if the file holds another kind of network.
    ///
    /// - Throws: if the file is damaged, or an adapter of a kind that Darkroom does not know.
    public init?(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let named = Self.original(tensors)
        let weights = Weights(named, origin: origin)
        if weights.has("body.0.in_conv.weight"), !weights.has("conv_in.weight") {
            let channels = try weights.shape("body.0.in_conv.weight", rank: 4)[1]
            blockSize = 8
            isXL = false
            guard channels.isMultiple(of: blockSize * blockSize) else {
                throw weights.error(.unsupported("an adapter of \(channels) channels"))
            }
            pictureChannels = channels / (blockSize * blockSize)
            body = .light(try LightAdapterLevel.levels(Self.levels, weights / "body", from: channels))
            return
        }
        guard weights.has("conv_in.weight"), weights.has("body.0.block1.weight") else { return nil }
        let shape = try weights.shape("conv_in.weight", rank: 4)
        isXL = shape[1] == 256 || shape[1] == 768
        blockSize = isXL ? 16 : 8
        guard shape[1].isMultiple(of: blockSize * blockSize), shape[2] == 3 else {
            throw weights.error(.unsupported("an adapter of \(shape[1]) channels"))
        }
        pictureChannels = shape[1] / (blockSize * blockSize)
        let first = try Conv2d(weights / "conv_in", from: shape[1], to: shape[0], kernel: 3)
        var blocks: [AdapterBlock] = []
        var width = shape[0]
        for index in 0..<Self.levels * Self.blocksPerLevel {
            let path = weights / "body.\(index)"
            let level = index / Self.blocksPerLevel
            let halves = index.isMultiple(of: Self.blocksPerLevel) && (isXL ? level == 2 : level > 0)
            let block = try AdapterBlock(path, from: width, halves: halves)
            width = block.width
            blocks.append(block)
        }
        body = .deep(first: first, blocks)
    }

    /// What to add to a U-Net.
    ///
    /// - Shapes: `pictures` [N, H, W, pictureChannels], sides multiples of `blockSize`.
    /// - Units: `pictures` in 0...1.
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ pictures: Tensor) throws -> ControlResiduals {
        let features = try features(of: unshuffled(pictures))
        guard isXL else {
            return ControlResiduals(
                skips: [], middle: nil,
                inputs: [2: features[0], 5: features[1], 8: features[2], 11: features[3]])
        }
        return ControlResiduals(
            skips: [], middle: features[3], inputs: [3: features[0], 5: features[1], 8: features[2]])
    }

    /// What each level makes of a picture.
    private func features(of picture: Tensor) throws -> [Tensor] {
        var features: [Tensor] = []
        switch body {
        case .deep(let first, let blocks):
            var hidden = try first(picture)
            for (index, block) in blocks.enumerated() {
                try Task.checkCancellation()
                hidden = try block(hidden)
                if index % Self.blocksPerLevel == Self.blocksPerLevel - 1 { features.append(hidden) }
            }
        case .light(let levels):
            for level in levels {
                try Task.checkCancellation()
                features.append(try level(features.last ?? picture))
            }
        }
        return features
    }

    /// Blocks of pixels as channels, all of one colour before those of the next.
    private func unshuffled(_ pictures: Tensor) -> Tensor {
        let shape = pictures.shape
        let (rows, columns) = (shape[1] / blockSize, shape[2] / blockSize)
        return transposed(
            pictures.reshaped([shape[0], rows, blockSize, columns, blockSize, shape[3]]), [0, 1, 3, 5, 2, 4]
        ).reshaped([shape[0], rows, columns, shape[3] * blockSize * blockSize])
    }

    /// diffusers' names, as the authors' own.
    private static func original(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        guard tensors.keys.contains(where: { $0.hasPrefix("adapter.body.") }) else { return tensors }
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in tensors where name.hasPrefix("adapter.") {
            var parts = name.split(separator: ".").dropFirst().map(String.init)
            if parts.first == "body", parts.count > 2, let level = Int(parts[1]), 0..<levels ~= level {
                if parts[2] == "resnets", parts.count > 4, let block = Int(parts[3]), 0..<blocksPerLevel ~= block {
                    parts[1...3] = ["\(level * blocksPerLevel + block)"]
                } else {
                    parts[1] = "\(level * blocksPerLevel)"
                }
            }
            renamed[parts.joined(separator: ".")] = tensor
        }
        return renamed
    }
}

/// Two convolutions beside a shortcut; the first of a level may halve the picture and widen it before.
private struct AdapterBlock: Sendable {
    let width: Int

    private let halves: Bool
    private let halving: Conv2d?
    private let widen: Conv2d?
    private let block1: Conv2d, block2: Conv2d

    init(_ weights: Weights, from inputs: Int, halves: Bool) throws(WeightsError) {
        self.halves = halves
        halving =
            halves && weights.has("down_opt.op.weight")
            ? try Conv2d(weights / "down_opt.op", from: inputs, to: inputs, kernel: 3, stride: 2) : nil
        let kernel = try weights.shape("block2.weight", rank: 4)[2]
        let outputs = try weights.shape("block1.weight", rank: 4)[0]
        widen =
            weights.has("in_conv.weight")
            ? try Conv2d(weights / "in_conv", from: inputs, to: outputs, kernel: kernel) : nil
        block1 = try Conv2d(weights / "block1", from: outputs, to: outputs, kernel: 3)
        block2 = try Conv2d(weights / "block2", from: outputs, to: outputs, kernel: kernel)
        width = outputs
    }

    /// - Shapes: [N, H, W, inputs] → [N, H or ⌈H/2⌉, …, width].
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        var hidden = input
        if halves { hidden = try halving.map { try $0(hidden) } ?? averagedByFours(hidden) }
        if let widen { hidden = try widen(hidden) }
        let inner = try block1(hidden)
        return try block2(clamp(inner, 0...Float.greatestFiniteMagnitude), adding: hidden)
    }
}

/// Means of two by two cells; an odd side has a row of zeros before it, and counts it.
func averagedByFours(_ input: Tensor) -> Tensor {
    let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    let (top, left) = (height % 2, width % 2)
    return Tensor(shape: [input.shape[0], rows, columns, channels]) { output in
        let values = input.values
        for image in 0..<input.shape[0] {
            for row in 0..<rows {
                for column in 0..<columns {
                    let target = ((image * rows + row) * columns + column) * channels
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for y in 2 * row - top...2 * row - top + 1 where 0..<height ~= y {
                            for x in 2 * column - left...2 * column - left + 1 where 0..<width ~= x {
                                sum += values[((image * height + y) * width + x) * channels + channel]
                            }
                        }
                        output[target + channel] = sum / 4
                    }
                }
            }
        }
    }
}
