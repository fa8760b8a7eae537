import Diffusion
import Layers
import Tensors

/// Autoencoders of two million weights, quick enough to look into a walk (TAESD).
///
/// Source: https://github.com/madebyollin/taesd, whose weight names it reads. Its latents are in the model's scale.
public enum TinyAutoencoder {
    /// From the two files of a tiny autoencoder.
    ///
    /// - Parameter format: of the model that its latents belong to.
    /// - Throws: if a file has no such network, or a damaged one.
    public static func pair(
        encoder: [String: StoredTensor], encoderOrigin: String, decoder: [String: StoredTensor], decoderOrigin: String,
        format: LatentFormat
    ) throws(WeightsError) -> Autoencoder {
        let up = Weights(decoder, origin: decoderOrigin, remedy: "Choose the decoder of a TAESD.")
        let down = Weights(encoder, origin: encoderOrigin, remedy: "Choose the encoder of a TAESD.")
        let first = try TinyDecoder(up, format)
        let second = try TinyEncoder(down, format)
        return Autoencoder(decoder: first, encoder: .success(second))
    }

    /// The decoder alone, for looking into a walk.
    ///
    /// - Throws: if the file has no such network, or a damaged one.
    public static func decoder(
        file tensors: [String: StoredTensor], origin: String, format: LatentFormat
    ) throws(WeightsError) -> Autoencoder {
        let weights = Weights(tensors, origin: origin, remedy: "Choose the decoder of a TAESD.")
        return Autoencoder(
            decoder: try TinyDecoder(weights, format),
            encoder: .failure(weights.error(.missing("0.weight", shape: nil))))
    }
}

/// From a latent to a picture: residual blocks and doublings, without attention or normalisation.
struct TinyDecoder: AutoencoderHalf {
    let pictureChannels: Int, latentChannels: Int
    let cellSize = 8

    private let format: LatentFormat
    private let first: Conv2d
    /// Three blocks, then a doubling, three times.
    private let levels: [(blocks: [TinyBlock], afterDoubling: Conv2d)]
    private let lastBlock: TinyBlock, last: Conv2d

    /// - Parameter weights: numbered from the limit on the latent, which is 0 and has none.
    init(_ weights: Weights, _ format: LatentFormat) throws(WeightsError) {
        self.format = format
        let shape = try weights.shape("1.weight", rank: 4)
        let width = shape[0]
        latentChannels = shape[1]
        guard latentChannels == format.channels else {
            throw weights.error(.unsupported("a tiny autoencoder of \(latentChannels) channels for \(format.channels)"))
        }
        first = try Conv2d(weights / "1", from: latentChannels, to: width, kernel: 3)
        var number = 3
        var levels: [(blocks: [TinyBlock], afterDoubling: Conv2d)] = []
        for _ in 0..<3 {
            var blocks: [TinyBlock] = []
            for block in number..<number + 3 { blocks.append(try TinyBlock(weights / "\(block)", width: width)) }
            // A doubling has a number, too.
            let convolution = try Conv2d(
                weights / "\(number + 4)", from: width, to: width, kernel: 3, bias: false)
            levels.append((blocks, convolution))
            number += 5
        }
        self.levels = levels
        lastBlock = try TinyBlock(weights / "\(number)", width: width)
        pictureChannels = try weights.shape("\(number + 1).weight", rank: 4)[0]
        last = try Conv2d(weights / "\(number + 1)", from: width, to: pictureChannels, kernel: 3)
    }

    /// - Shapes: `latent` [N, H, W, latentChannels] → [N, 8H, 8W, 3].
    func transform(_ latent: Tensor, observe: Observer) throws -> Tensor {
        let scaled = (latent - Float(format.shift)) * Float(format.scale)
        // Beyond three deviations everything looks alike.
        var hidden = rectified(try first(tanh(scaled / 3) * 3))
        for level in levels {
            try Task.checkCancellation()
            for block in level.blocks { hidden = try block(hidden) }
            hidden = try level.afterDoubling(upsampleNearest2x(hidden))
        }
        // The network's pictures are in 0...1.
        return (try last(lastBlock(hidden)) - 0.5) * 2
    }
}

/// From a picture to a latent.
struct TinyEncoder: AutoencoderHalf {
    let pictureChannels: Int, latentChannels: Int
    let cellSize = 8

    private let format: LatentFormat
    private let first: Conv2d, firstBlock: TinyBlock
    private let levels: [(halving: Conv2d, blocks: [TinyBlock])]
    private let last: Conv2d

    init(_ weights: Weights, _ format: LatentFormat) throws(WeightsError) {
        self.format = format
        let shape = try weights.shape("0.weight", rank: 4)
        let width = shape[0]
        pictureChannels = shape[1]
        first = try Conv2d(weights / "0", from: pictureChannels, to: width, kernel: 3)
        firstBlock = try TinyBlock(weights / "1", width: width)
        var number = 2
        var levels: [(halving: Conv2d, blocks: [TinyBlock])] = []
        for _ in 0..<3 {
            let halving = try Conv2d(
                weights / "\(number)", from: width, to: width, kernel: 3, stride: 2, bias: false)
            var blocks: [TinyBlock] = []
            for block in number + 1..<number + 4 { blocks.append(try TinyBlock(weights / "\(block)", width: width)) }
            levels.append((halving, blocks))
            number += 4
        }
        self.levels = levels
        latentChannels = try weights.shape("\(number).weight", rank: 4)[0]
        guard latentChannels == format.channels else {
            throw weights.error(.unsupported("a tiny autoencoder of \(latentChannels) channels for \(format.channels)"))
        }
        last = try Conv2d(weights / "\(number)", from: width, to: latentChannels, kernel: 3)
    }

    /// - Shapes: `picture` [N, H, W, 3] → [N, H/8, W/8, latentChannels].
    func transform(_ picture: Tensor, observe: Observer) throws -> Tensor {
        var hidden = try firstBlock(first(picture * 0.5 + 0.5))
        for level in levels {
            try Task.checkCancellation()
            hidden = try level.halving(hidden)
            for block in level.blocks { hidden = try block(hidden) }
        }
        return try last(hidden) / Float(format.scale) + Float(format.shift)
    }
}

/// Three convolutions beside the identity, rectified.
struct TinyBlock: Sendable {
    private let convolutions: [Conv2d]

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        var convolutions: [Conv2d] = []
        for number in [0, 2, 4] {
            convolutions.append(try Conv2d(weights / "conv.\(number)", from: width, to: width, kernel: 3))
        }
        self.convolutions = convolutions
    }

    /// - Shapes: [N, H, W, width] → same.
    func callAsFunction(_ input: Tensor) throws -> Tensor {
        var hidden = input
        for (index, convolution) in convolutions.enumerated() {
            hidden = rectified(
                index == convolutions.count - 1 ? try convolution(hidden, adding: input) : try convolution(hidden))
        }
        return hidden
    }
}

private func rectified(_ tensor: Tensor) -> Tensor { clamp(tensor, 0...Float.greatestFiniteMagnitude) }
