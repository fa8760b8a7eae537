/// `output = input * weights + bias + perImage + residual`, zeros around the image.
///
/// - Shapes: `input` [N, H, W, inputs]; `bias` [outputs]; `perImage` [N, outputs]; `residual` and `output` [N,
///   outputHeight, outputWidth, outputs].
public func convolve(
    _ input: Span<Float>, _ weights: PackedConvolution, shape: ConvolutionShape, bias: Span<Float>?,
    perImage: Span<Float>?, residual: Span<Float>?, into output: inout MutableSpan<Float>
) {
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
                        convolve(input, weights, shape, epilogue, into: output)
                    }
                }
            }
        }
    }
}

private func convolve(
    _ input: UnsafePointer<Float>, _ weights: PackedConvolution, _ shape: ConvolutionShape, _ epilogue: Epilogue,
    into output: UnsafeMutablePointer<Float>
) {
    guard shape.outputPixels > 0, weights.outputs > 0 else { return }
    switch ConvolutionMethod(weights, shape) {
    case .pointwise:
        multiply(input, rows: shape.outputPixels, weights.panels, epilogue, into: output)
    case .windows:
        convolveByWindows(input, weights, shape, epilogue, into: output)
    case .twoByTwo:
        WinogradConvolution<TwoByTwo>.run(input, weights, shape, epilogue, into: output)
    case .fourByFour:
        WinogradConvolution<FourByFour>.run(input, weights, shape, epilogue, into: output)
    }
}
