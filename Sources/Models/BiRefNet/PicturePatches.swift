import Layers
import Tensors

/// The picture itself at a coarser scale, with nothing lost: each pixel holds one of each of its patches.
struct PicturePatches: Sendable {
    private let first: Conv2d, last: Conv2d

    let outputs: Int

    /// - Parameter patches: along an edge of the picture.
    init(_ weights: Weights, patches: Int) throws(WeightsError) {
        let inner = try weights.shape("conv1.weight", rank: 4)[0]
        outputs = try weights.shape("conv_out.weight", rank: 4)[0]
        first = try Conv2d(weights / "conv1", from: 3 * patches * patches, to: inner, kernel: 3)
        last = try Conv2d(weights / "conv_out", from: inner, to: outputs, kernel: 3)
    }

    /// - Shapes: `picture` [1, H, W, 3] → [1, height, width, outputs], whose edges H and W are whole multiples of.
    func callAsFunction(_ picture: Tensor, height: Int, width: Int) throws -> Tensor {
        try last(first(Self.patches(of: picture, height: height, width: width)))
    }

    /// The patches beside each other as channels, those of a column of patches in a row.
    ///
    /// - Shapes: `picture` [1, H, W, C] → [1, height, width, columns · rows · C].
    static func patches(of picture: Tensor, height: Int, width: Int) -> Tensor {
        let channels = picture.shape[3]
        let (rows, columns) = (picture.shape[1] / height, picture.shape[2] / width)
        precondition(
            picture.shape == [1, rows * height, columns * width, channels],
            "\(picture.shape) in patches of \(height) × \(width)")
        let cut = picture.reshaped([rows, height, columns, width, channels])
        return transposed(cut, [1, 3, 2, 0, 4]).reshaped([1, height, width, columns * rows * channels])
    }
}
