import Kernels

/// A convolution over channels-last images: `input * weights + bias + perImage + residual`.
///
/// - Shapes: `input` [N, H, W, inputs] → [N, (H + top + bottom - kernelHeight) / stride + 1, …, outputs]; `bias`
///   [outputs]; `perImage` [N, outputs]; `residual` as the result.
public func convolve(
    _ input: Tensor, _ weights: PackedConvolution, bias: Tensor? = nil, padding: Padding, perImage: Tensor? = nil,
    adding residual: Tensor? = nil, precision: Precision = .float32
) -> Tensor {
    precondition(
        input.shape.count == 4 && input.shape[3] == weights.inputs,
        "convolve: \(input.shape) by [\(weights.outputs), \(weights.inputs), …]")
    let height = input.shape[1] + padding.top + padding.bottom
    let width = input.shape[2] + padding.left + padding.right
    precondition(
        height >= weights.kernelHeight && width >= weights.kernelWidth,
        "convolve: \(input.shape) is smaller than a kernel of \(weights.kernelHeight) x \(weights.kernelWidth)")
    let geometry = ConvolutionShape(
        images: input.shape[0], height: input.shape[1], width: input.shape[2], top: padding.top, left: padding.left,
        outputHeight: (height - weights.kernelHeight) / weights.stride + 1,
        outputWidth: (width - weights.kernelWidth) / weights.stride + 1)
    let shape = [geometry.images, geometry.outputHeight, geometry.outputWidth, weights.outputs]
    check("convolve", bias: bias, outputs: weights.outputs, residual: residual, shape: shape)
    if let perImage {
        precondition(perImage.count == shape[0] * shape[3], "convolve: per image \(perImage.shape) for \(shape)")
    }
    let perPixel = weights.inputs * weights.kernelHeight * weights.kernelWidth
    func work() -> Work {
        Work(
            sizes: "\(sizes(input.shape)) to \(weights.outputs), \(weights.kernelHeight) × \(weights.kernelWidth)"
                + (weights.stride == 1 ? "" : ", stride \(weights.stride)"),
            operations: 2 * Double(perPixel) * Double(shape.reduce(1, *)),
            bytes: 4 * Double(input.count + shape.reduce(1, *)) + Double(weights.byteCount))
    }
    return Tensor(shape: shape, work: work()) { output in
        Kernels.convolve(
            input.values, weights, shape: geometry, bias: bias?.values,
            perImage: perImage?.values, residual: residual?.values, precision: precision, into: &output)
    }
}

/// A convolution whose kernel looks beside its places, as `convolveDeformably` of `Kernels` has it.
///
/// - Shapes: `input` [N, H, W, inputs], `moves` [N, H, W, 2 · places], down and across in turn, `shares` [N, H, W, places]
///   → [pixels, outputs]: of all images' pixels those in the range.
public func convolveDeformably(
    _ input: Tensor, moves: Tensor, shares: Tensor, _ weights: PackedConvolution, pixels: Range<Int>
) -> Tensor {
    let places = weights.kernelHeight * weights.kernelWidth
    let size = Array(input.shape.dropLast())
    precondition(
        input.shape.count == 4 && input.shape[3] == weights.inputs && moves.shape == size + [2 * places]
            && shares.shape == size + [places],
        "convolveDeformably: \(input.shape) at \(moves.shape), \(shares.shape) by [\(weights.outputs), \(weights.inputs), …]"
    )
    let window = DeformableWindow(images: size[0], height: size[1], width: size[2], pixels: pixels)
    func work() -> Work {
        Work(
            sizes:
                "\(pixels.count) × \(weights.inputs) to \(weights.outputs), \(weights.kernelHeight) × \(weights.kernelWidth)",
            operations: 2 * Double(places * weights.inputs) * Double(pixels.count * weights.outputs),
            bytes: 4 * Double(pixels.count * (weights.outputs + 3 * places)) + Double(weights.byteCount))
    }
    return Tensor(shape: [pixels.count, weights.outputs], work: work()) {
        Kernels.convolveDeformably(
            input.values, moves: moves.values, shares: shares.values, weights, window: window, into: &$0)
    }
}
