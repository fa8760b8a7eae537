/// `output = input * weights + bias + perImage + residual`, zeros around the image, as exactly as `precision` says.
///
/// - Shapes: `input` [N, H, W, inputs]; `bias` [outputs]; `perImage` [N, outputs]; `residual` and `output` [N,
///   outputHeight, outputWidth, outputs].
public func convolve(
    _ input: Span<Float>, _ weights: PackedConvolution, shape: ConvolutionShape, bias: Span<Float>?,
    perImage: Span<Float>?, residual: Span<Float>?, precision: Precision = .float32,
    into output: inout MutableSpan<Float>
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
                        convolve(input, weights, shape, precision, epilogue, into: output)
                    }
                }
            }
        }
    }
}

private func convolve(
    _ input: UnsafePointer<Float>, _ weights: PackedConvolution, _ shape: ConvolutionShape, _ precision: Precision,
    _ epilogue: Epilogue, into output: UnsafeMutablePointer<Float>
) {
    guard shape.outputPixels > 0, weights.outputs > 0 else { return }
    let isRounded = precision.pays(for: shape, weights)
    switch ConvolutionMethod(weights, shape) {
    case .pointwise:
        multiply(input, rows: shape.outputPixels, weights.panels, precision, epilogue, into: output)
    case .windows:
        convolveByWindows(input, weights, shape, epilogue, into: output)
    case .twoByTwo where isRounded:
        WinogradConvolution<TwoByTwo, BrainFloatWinograd>.run(input, weights, shape, epilogue, into: output)
    case .twoByTwo:
        WinogradConvolution<TwoByTwo, FloatWinograd>.run(input, weights, shape, epilogue, into: output)
    case .fourByFour where isRounded:
        WinogradConvolution<FourByFour, BrainFloatWinograd>.run(input, weights, shape, epilogue, into: output)
    case .fourByFour:
        WinogradConvolution<FourByFour, FloatWinograd>.run(input, weights, shape, epilogue, into: output)
    }
}

extension Precision {
    /// Whether Winograd's products are worth rounding: where the processor has products of brain floats. Bytes would gain
    /// nothing over those: a Winograd form's sums are 36 for 144 products, and its patches have no scale in common.
    fileprivate func pays(for shape: ConvolutionShape, _ weights: PackedConvolution) -> Bool {
        // Of few patches, the kernels are most of the work.
        pays(rows: shape.outputPixels, weights.panels) && shape.outputPixels >= 256
            && WordMachine.numbersPerWord(false) == 2
    }
}
