/// `output = input * weights + bias + perImage + residual`, zeros around the image, as exactly as `precision` says.
///
/// - Shapes: `input` [N, H, W, inputs]; `bias` [outputs]; `perImage` [N, outputs]; `residual` and `output` [N,
///   outputHeight, outputWidth, outputs].
public func convolve(
    _ input: Span<Float>, _ weights: PackedConvolution, shape: ConvolutionShape, bias: Span<Float>?,
    perImage: Span<Float>?, residual: Span<Float>?, precision: Precision, into output: inout MutableSpan<Float>
) {
    let method = ConvolutionMethod(weights, shape)
    guard precision.pays(shape, weights, method) else {
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
                        switch method {
                        case .fourByFour: BrainWinograd<FourByFour>.run(input, weights, shape, epilogue, into: output)
                        case .twoByTwo: BrainWinograd<TwoByTwo>.run(input, weights, shape, epilogue, into: output)
                        case .pointwise, .windows:
                            multiply(input, rows: shape.outputPixels, weights.panels, precision, epilogue, into: output)
                        }
                    }
                }
            }
        }
    }
}

extension Precision {
    /// Whether a convolution is worth rounding its factors: one of single pixels as a product is, one of 3 x 3 where the
    /// processor has products of brain floats. Bytes would gain nothing over those there: a Winograd form's sums are 36 for
    /// 144 products, and its patches have no scale in common.
    fileprivate func pays(_ shape: ConvolutionShape, _ weights: PackedConvolution, _ method: ConvolutionMethod) -> Bool
    {
        guard pays(rows: shape.outputPixels, weights.panels) else { return false }
        switch method {
        case .pointwise: return true
        case .twoByTwo, .fourByFour:
            // Of few patches, the kernels are most of the work.
            return WordMachine.numbersPerWord(false) == 2 && shape.outputPixels >= 256
        case .windows: return false
        }
    }
}
