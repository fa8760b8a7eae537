import Layers
import Tensors

/// Looks at each place through kernels of several sizes, which move, and at the picture as a whole.
///
/// What the kernels find is wide and is narrowed again for some pixels at a time, so that it never exists all at once.
///
/// - Source: the atrous spatial pyramid of DeepLab (Chen et al. 2017), with deformable convolutions.
struct DeformablePyramid: Sendable {
    private let branches: [(convolution: DeformableConv2d, norm: BatchNorm)]
    private let whole: Linear, wholeNorm: BatchNorm
    private let joining: Linear, norm: BatchNorm

    private static let stripLength = 4096

    init(_ weights: Weights, width: Int) throws(WeightsError) {
        var branches: [(convolution: DeformableConv2d, norm: BatchNorm)] = []
        var sum = 0
        let names = ["aspp1"] + (0..<weights.count(of: "aspp_deforms")).map { "aspp_deforms.\($0)" }
        for name in names {
            let convolution = try DeformableConv2d(weights / "\(name).atrous_conv", from: width)
            branches.append((convolution, try BatchNorm(weights / "\(name).bn", channels: convolution.outputs)))
            sum += convolution.outputs
        }
        self.branches = branches
        let pooled = try weights.shape("global_avg_pool.1.weight", rank: 4)[0]
        whole = try Linear(weights / "global_avg_pool.1", from: width, to: pooled, bias: false)
        wholeNorm = try BatchNorm(weights / "global_avg_pool.2", channels: pooled)
        joining = try Linear(weights / "conv1", from: sum + pooled, to: width, bias: false)
        norm = try BatchNorm(weights / "bn1", channels: width)
    }

    /// - Shapes: `image` [1, H, W, C] → same.
    func callAsFunction(_ image: Tensor) throws -> Tensor {
        let (count, width) = (image.shape[1] * image.shape[2], image.shape[3])
        let mean = matmul(
            Tensor(repeating: 1 / Float(count), shape: [1, count]), image.reshaped([count, width]))
        let pooled = try wholeNorm(whole(mean), rectified: true)
        var gazes: [DeformableConv2d.Gaze] = []
        for branch in branches { gazes.append(try branch.convolution.gaze(over: image)) }
        var strips: [Tensor] = []
        for start in stride(from: 0, to: count, by: Self.stripLength) {
            let pixels = start..<min(start + Self.stripLength, count)
            var found: [Tensor] = []
            for (branch, gaze) in zip(branches, gazes) {
                found.append(try branch.norm(branch.convolution(image, gaze, pixels: pixels), rectified: true))
            }
            found.append(pooled.repeated(pixels.count, axis: 0))
            strips.append(try joining(concatenate(found, axis: 1)))
        }
        return try norm(concatenate(strips, axis: 0), rectified: true).reshaped(image.shape)
    }
}

/// Two convolutions around a pyramid.
struct RefinementBlock: Sendable {
    private let first: Conv2d, firstNorm: BatchNorm
    private let pyramid: DeformablePyramid
    private let last: Conv2d, lastNorm: BatchNorm

    let outputs: Int

    init(_ weights: Weights, from inputs: Int) throws(WeightsError) {
        let inner = try weights.shape("conv_in.weight", rank: 4)[0]
        outputs = try weights.shape("conv_out.weight", rank: 4)[0]
        first = try Conv2d(weights / "conv_in", from: inputs, to: inner, kernel: 3)
        firstNorm = try BatchNorm(weights / "bn_in", channels: inner)
        pyramid = try DeformablePyramid(weights / "dec_att", width: inner)
        last = try Conv2d(weights / "conv_out", from: inner, to: outputs, kernel: 3)
        lastNorm = try BatchNorm(weights / "bn_out", channels: outputs)
    }

    /// - Shapes: [1, H, W, C] → [1, H, W, outputs].
    func callAsFunction(_ image: consuming Tensor) throws -> Tensor {
        try lastNorm(last(pyramid(narrowed(image))))
    }

    /// The image is let go before the pyramid begins.
    private func narrowed(_ image: consuming Tensor) throws -> Tensor {
        try firstNorm(first(image), rectified: true)
    }
}
