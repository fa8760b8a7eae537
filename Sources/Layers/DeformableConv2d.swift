import Kernels
import Tensors

/// A convolution whose kernel looks beside its places, each time elsewhere: two other convolutions tell where, and how much
/// what is seen there counts. It has no bias.
public struct DeformableConv2d: Sendable {
    public let outputs: Int
    private let path: String
    private let moves: Conv2d, shares: Conv2d
    private let parameters: Once<PackedConvolution>

    /// - Throws: if a tensor is missing or misshapen, or the kernel has no middle.
    public init(_ weights: Weights, from inputs: Int) throws(WeightsError) {
        let shape = try weights.shape("regular_conv.weight", rank: 4)
        let kernel = shape[2]
        guard !kernel.isMultiple(of: 2) else {
            throw weights.error(.unsupported("a convolution of \(shape) at '\(weights.path)'"))
        }
        outputs = shape[0]
        path = weights.path
        moves = try Conv2d(weights / "offset_conv", from: inputs, to: 2 * kernel * kernel, kernel: kernel)
        shares = try Conv2d(weights / "modulator_conv", from: inputs, to: kernel * kernel, kernel: kernel)
        let weight = try (weights / "regular_conv")("weight", outputs, inputs, kernel, kernel)
        parameters = weights.once("deformable convolution", ["regular_conv.weight"]) {
            try weight.packedConvolution(stride: 1)
        }
    }

    /// Where the kernel looks, and how much each place counts.
    public struct Gaze: Sendable {
        let moves: Tensor, shares: Tensor
    }

    /// - Shapes: `image` [N, H, W, inputs].
    /// - Throws: if the weights cannot be read.
    public func gaze(over image: Tensor) throws -> Gaze {
        Gaze(moves: try moves(image), shares: 2 * sigmoid(try shares(image)))
    }

    /// - Parameter pixels: of the results of all images, row by row; they are all that is made.
    /// - Shapes: `image` [N, H, W, inputs] → [pixels, outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(_ image: Tensor, _ gaze: Gaze, pixels: Range<Int>) throws -> Tensor {
        try Profiler.inLayer(path) {
            convolveDeformably(image, moves: gaze.moves, shares: gaze.shares, try parameters(), pixels: pixels)
        }
    }
}
