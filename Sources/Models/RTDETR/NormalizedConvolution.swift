import Layers
import Tensors

/// A convolution without bias, normalised by what training saw of its channels.
struct NormalizedConvolution: Sendable {
    private enum Kind {
        case full(Conv2d)
        /// Each channel by itself: [kernel, kernel, C].
        case depthwise(StoredTensor, stride: Int)
    }

    private let kind: Kind
    private let norm: BatchNorm
    private let isRectified: Bool
    let outputs: Int

    /// - Parameter isCornered: of 2 × 2, with zeros right of the image and below it; other kernels are odd, with as many on all
    ///   sides as keep the size at stride 1.
    init(
        _ weights: Weights, from inputs: Int, stride: Int = 1, isCornered: Bool = false, isDepthwise: Bool = false,
        isRectified: Bool = true
    ) throws(WeightsError) {
        let shape = try weights.shape("conv.weight", rank: 4)
        let kernel = isCornered ? 2 : shape[2]
        outputs = isDepthwise ? inputs : shape[0]
        guard isCornered || !kernel.isMultiple(of: 2) else {
            throw weights.error(.unsupported("a convolution of \(shape) at '\(weights.path)'"))
        }
        if isDepthwise {
            let weight = try (weights / "conv")("weight", inputs, 1, kernel, kernel)
            kind = .depthwise(weight, stride: stride)
        } else {
            let padding = isCornered ? Padding(bottom: 1, right: 1) : .all((kernel - 1) / 2)
            kind = .full(
                try Conv2d(
                    weights / "conv", from: inputs, to: outputs, kernel: kernel, stride: stride, padding: padding,
                    bias: false))
        }
        norm = try BatchNorm(weights / "bn", channels: outputs)
        self.isRectified = isRectified
    }

    /// - Shapes: [N, H, W, inputs] → [N, H', W', outputs].
    func callAsFunction(_ image: Tensor) throws -> Tensor {
        let sum: Tensor
        switch kind {
        case .full(let convolution): sum = try convolution(image)
        case .depthwise(let weight, let stride):
            let kernel = weight.shape[2]
            let taps = transposed(try weight.tensor().reshaped([outputs, kernel, kernel]), [1, 2, 0])
            sum = convolveDepthwise(image, taps, stride: stride, padding: (kernel - 1) / 2)
        }
        return try norm(sum, rectified: isRectified)
    }
}
