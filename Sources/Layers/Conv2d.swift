import Kernels
import Tensors

/// A convolution over height and width, with a bias.
///
/// Weights are used where they lie, or packed on first use.
public struct Conv2d: Sendable {
    private let padding: Padding
    private let path: String
    private let parameters: Once<(weight: ConvolutionWeights, bias: Tensor?, additions: [ThinConvolution])>

    /// - Parameter padding: by default as much as keeps the size at stride 1.
    public init(
        _ weights: Weights, from inputs: Int, to outputs: Int, kernel: Int, stride: Int = 1, padding: Padding? = nil,
        bias hasBias: Bool = true
    ) throws(WeightsError) {
        let weight = try weights("weight", outputs, inputs, kernel, kernel)
        let bias = hasBias ? try weights("bias", outputs) : nil
        self.padding = padding ?? .all(kernel / 2)
        path = weights.path
        parameters = weights.once("convolution, stride \(stride)", hasBias ? ["weight", "bias"] : ["weight"]) {
            let (base, additions) = try ThinConvolution.split(weight, stride: stride)
            return (try base.convolutionWeights(stride: stride), try bias?.tensor(), additions)
        }
    }

    /// - Shapes: `image` [N, H, W, inputs], `perImage` [N, outputs] (added everywhere), `residual` as the result
    ///   → [N, H', W', outputs].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(
        _ image: Tensor, perImage: Tensor? = nil, adding residual: Tensor? = nil
    ) throws -> Tensor {
        try Profiler.inLayer(path) {
            let (weight, bias, additions) = try parameters()
            let sum = try additions.reduce(residual) { try $1(image, padding: padding, adding: $0) }
            return try weight.withConvolution {
                convolve(
                    image, $0, bias: bias, padding: padding, perImage: perImage, adding: sum,
                    precision: .current)
            }
        }
    }
}
