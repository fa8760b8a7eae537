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
    private let norm: [StoredTensor]
    private let isRectified: Bool
    let outputs: Int

    /// - Parameter padding: by default as much as keeps the size at stride 1, of odd kernels.
    init(
        _ weights: Weights, stride: Int = 1, padding: Padding? = nil, isDepthwise: Bool = false,
        isRectified: Bool = true
    ) throws(WeightsError) {
        let shape = try weights.shape("conv.weight", rank: 4)
        outputs = shape[0]
        if isDepthwise {
            let weight = try (weights / "conv")("weight", outputs, 1, shape[2], shape[2])
            kind = .depthwise(weight, stride: stride)
        } else {
            kind = .full(
                try Conv2d(
                    weights / "conv", from: shape[1], to: outputs, kernel: shape[2], stride: stride,
                    padding: padding ?? .all((shape[2] - 1) / 2), bias: false))
        }
        var norm: [StoredTensor] = []
        for name in ["weight", "bias", "running_mean", "running_var"] {
            norm.append(try (weights / "bn")(name, outputs))
        }
        self.norm = norm
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
        let scale = try norm[0].tensor() / squareRoot(try norm[3].tensor() + 1e-5)
        let shift = try norm[1].tensor() - norm[2].tensor() * scale
        return scaledChannels(sum, by: scale, shift: shift, rectified: isRectified)
    }
}
