/// `output = input * weights + bias + perImage + residual`, zeros around the image, as exactly as `precision` says.
///
/// - Shapes: `input` [N, H, W, inputs]; `bias` [outputs]; `perImage` [N, outputs]; `residual` and `output` [N,
///   outputHeight, outputWidth, outputs].
public func convolve(
    _ input: Span<Float>, _ weights: PackedConvolution, shape: ConvolutionShape, bias: Span<Float>?,
    perImage: Span<Float>?, residual: Span<Float>?, precision: Precision, into output: inout MutableSpan<Float>
) {
    guard precision.pays(rows: shape.outputPixels, weights.panels), weights.isPointwise(shape) else {
        return convolve(
            input, weights, shape: shape, bias: bias, perImage: perImage, residual: residual, into: &output)
    }
    precondition(input.count == shape.inputPixels * weights.inputs, "convolve: \(input.count) inputs")
    precondition(output.count == shape.outputPixels * weights.outputs, "convolve: \(output.count) outputs")
    withAddress(of: bias) { bias in
        withAddress(of: perImage) { perImage in
            withAddress(of: residual) { residual in
                withAddress(of: input) { input in
                    output.withUnsafeMutableBufferPointer { output in
                        guard let input, let output = output.baseAddress else { return }
                        let epilogue = Epilogue(
                            bias: bias, perImage: perImage, rowsPerImage: shape.outputHeight * shape.outputWidth,
                            residual: residual)
                        multiply(input, rows: shape.outputPixels, weights.panels, precision, epilogue, into: output)
                    }
                }
            }
        }
    }
}

extension PackedConvolution {
    /// Whether each output pixel takes in the input pixel in its place alone.
    fileprivate func isPointwise(_ shape: ConvolutionShape) -> Bool {
        kernelHeight == 1 && kernelWidth == 1 && stride == 1 && shape.top == 0 && shape.left == 0
            && shape.outputHeight == shape.height && shape.outputWidth == shape.width
    }
}
