import Layers
import Tensors

/// A network that enlarges pictures: ESRGAN, Real-ESRGAN, BSRGAN and the many models of their shape.
///
/// Source: Wang et al. 2018, "ESRGAN"; `RRDBNet` of its authors, whose older weight names it reads.
public struct ESRGAN: Sendable {
    /// How many times wider and higher the result is.
    public let scale: Int
    /// Channels between its parts.
    public let width: Int
    /// Edge of the blocks of pixels that become channels first (Real-ESRGAN at scales 1 and 2), or 1.
    private let unshuffle: Int
    private let outputChannels: Int

    private let first: Conv2d
    private let blocks: [ResidualInResidual]
    private let trunkEnd: Conv2d
    private let afterDoubling: [Conv2d]
    private let beforeLast: Conv2d, last: Conv2d

    /// From a file, in any of the three spellings of its names.
    ///
    /// - Throws: if the file has no such network, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let advice = "Darkroom knows upscalers of the ESRGAN family; choose one of those."
        try self.init(Weights(ESRGANNames.original(tensors), origin: origin, remedy: advice))
    }

    /// - Parameter weights: seen from where `model` lies.
    init(_ weights: Weights) throws(WeightsError) {
        let model = weights / "model"
        let shape = try model.shape("0.weight", rank: 4)
        let inputs = shape[1]
        width = shape[0]
        // Numbers count everything behind the trunk: for each doubling itself, a convolution and an activation.
        let numbers = weights.count(of: "model")
        let doublings = (numbers - 5) / 3
        guard numbers >= 5, (numbers - 5).isMultiple(of: 3), doublings <= 5 else {
            throw weights.error(.unsupported("an upscaler of \(numbers) parts"))
        }
        let (end, enlargement) = (3 * doublings, 1 << doublings)
        outputChannels = try model.shape("\(end + 4).weight", rank: 4)[0]
        unshuffle = inputs == 16 * outputChannels ? 4 : inputs == 4 * outputChannels ? 2 : 1
        guard enlargement.isMultiple(of: unshuffle), inputs == outputChannels * unshuffle * unshuffle else {
            throw weights.error(
                .unsupported("an upscaler from \(inputs) to \(outputChannels) channels, \(enlargement) times as large"))
        }
        scale = enlargement / unshuffle

        first = try Conv2d(model / "0", from: inputs, to: width, kernel: 3)
        let trunk = model / "1.sub"
        let count = max(1, model.count(of: "1.sub") - 1)
        var blocks: [ResidualInResidual] = []
        for index in 0..<count { blocks.append(try ResidualInResidual(trunk / "\(index)", width: width)) }
        self.blocks = blocks
        trunkEnd = try Conv2d(trunk / "\(count)", from: width, to: width, kernel: 3)
        var afterDoubling: [Conv2d] = []
        for index in 0..<doublings {
            afterDoubling.append(try Conv2d(model / "\(3 * (index + 1))", from: width, to: width, kernel: 3))
        }
        self.afterDoubling = afterDoubling
        beforeLast = try Conv2d(model / "\(end + 2)", from: width, to: width, kernel: 3)
        last = try Conv2d(model / "\(end + 4)", from: width, to: outputChannels, kernel: 3)
    }

    /// The pictures, enlarged in tiles of 512 pixels that overlap by 32, as ComfyUI does.
    ///
    /// - Shapes: `pictures` [N, H, W, 3] → [N, scale · H, scale · W, 3].
    /// - Units: 0...1.
    /// - Throws: `CancellationError`; `ModelInputError`; if the weights cannot be read.
    public func callAsFunction(_ pictures: Tensor, tile: Int = 512, overlap: Int = 32) throws -> Tensor {
        let pass = TiledPass(tileHeight: tile, tileWidth: tile, overlap: overlap, scale: .up(scale))
        return clamp(try pass(pictures) { try enlarge($0) }, 0...1)
    }

    /// - Parameter observe: told the output of each part under its number in the checkpoint.
    /// - Shapes: `picture` [N, H, W, C] → [N, scale · H, scale · W, C].
    func enlarge(_ picture: Tensor, observe: Observer = { _, _ in }) throws -> Tensor {
        guard picture.shape[3] == outputChannels else {
            throw ModelInputError.pictureChannels(wanted: outputChannels, found: picture.shape[3])
        }
        let shallow = try first(unshuffled(picture))
        observe("0", shallow)
        var hidden = shallow
        for (index, block) in blocks.enumerated() {
            try Task.checkCancellation()
            hidden = try block(hidden)
            observe("1.sub.\(index)", hidden)
        }
        hidden = try trunkEnd(hidden, adding: shallow)
        observe("1", hidden)
        for (index, convolution) in afterDoubling.enumerated() {
            try Task.checkCancellation()
            hidden = rectified(try convolution(upsampleNearest2x(hidden)))
            observe("\(3 * (index + 1))", hidden)
        }
        // Of the largest tensors no more than two are there at a time.
        hidden = rectified(try beforeLast(hidden))
        hidden = try last(hidden)
        let (height, width) = (scale * picture.shape[1], scale * picture.shape[2])
        if hidden.shape[1] > height { hidden = hidden.sliced(axis: 1, 0..<height) }
        if hidden.shape[2] > width { hidden = hidden.sliced(axis: 2, 0..<width) }
        return hidden
    }

    /// Blocks of `unshuffle` × `unshuffle` pixels as channels; edges that make no whole block are mirrored first.
    private func unshuffled(_ picture: Tensor) -> Tensor {
        guard unshuffle > 1 else { return picture }
        let whole = mirrored(mirrored(picture, axis: 1), axis: 2)
        let shape = whole.shape
        let (rows, columns) = (shape[1] / unshuffle, shape[2] / unshuffle)
        return transposed(
            whole.reshaped([shape[0], rows, unshuffle, columns, unshuffle, shape[3]]), [0, 1, 3, 5, 2, 4]
        ).reshaped([shape[0], rows, columns, shape[3] * unshuffle * unshuffle])
    }

    private func mirrored(_ picture: Tensor, axis: Int) -> Tensor {
        let length = picture.shape[axis]
        let missing = (unshuffle - length % unshuffle) % unshuffle
        guard missing > 0 else { return picture }
        return picture.gathered(axis: axis, Array(0..<length) + (0..<missing).map { max(0, length - 2 - $0) })
    }
}

private func rectified(_ x: consuming Tensor) -> Tensor { leakyRectified(x, slope: 0.2) }

/// Three dense blocks beside a shortcut (`RRDB`).
private struct ResidualInResidual: Sendable {
    private let blocks: [DenseBlock]

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        blocks = [
            try DenseBlock(weights / "RDB1", width: width), try DenseBlock(weights / "RDB2", width: width),
            try DenseBlock(weights / "RDB3", width: width),
        ]
    }

    func callAsFunction(_ image: Tensor) throws -> Tensor {
        image.adding(try blocks.reduce(image) { try $1($0) }, times: 0.2)
    }
}

/// Five convolutions, each of which sees the input and the outputs of all before it.
private struct DenseBlock: Sendable {
    private let convolutions: [Conv2d]
    /// From the input past the first convolution: ESRGAN+ only.
    private let shortcut: Conv2d?

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        let growth = try weights.shape("conv1.0.weight", rank: 4)[0]
        var convolutions: [Conv2d] = []
        for index in 0..<5 {
            convolutions.append(
                try Conv2d(
                    weights / "conv\(index + 1).0", from: width + index * growth, to: index == 4 ? width : growth,
                    kernel: 3))
        }
        self.convolutions = convolutions
        shortcut =
            weights.has("conv1x1.weight")
            ? try Conv2d(weights / "conv1x1", from: width, to: growth, kernel: 1, bias: false) : nil
    }

    func callAsFunction(_ image: Tensor) throws -> Tensor {
        var known = [image]
        for (index, convolution) in convolutions.dropLast().enumerated() {
            var made = rectified(try convolution(known.count == 1 ? image : concatenate(known, axis: 3)))
            if let shortcut, index == 1 { made = made + (try shortcut(image)) }
            if shortcut != nil, index == 3 { made = made + known[2] }
            known.append(made)
        }
        return image.adding(try convolutions[4](concatenate(known, axis: 3)), times: 0.2)
    }
}
