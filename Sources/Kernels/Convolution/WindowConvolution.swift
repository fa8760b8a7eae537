/// A convolution as one matrix product whose input rows are the windows of the output pixels.
///
/// The windows of a block of pixels are gathered while it is packed; the matrix of all windows, nine times the image for
/// a 3x3 kernel, never exists.
func convolveByWindows(
    _ input: UnsafePointer<Float>, _ weights: PackedConvolution, _ shape: ConvolutionShape, _ epilogue: Epilogue,
    into output: UnsafeMutablePointer<Float>
) {
    let window = WindowGatherer(input: input, weights: weights, shape: shape)
    let destination = Destination(epilogue: epilogue, output: output, outputs: weights.outputs)
    let (rows, depth) = (shape.outputPixels, weights.panels.depth)
    guard rows > ThinProduct.mostRows else {
        // Few windows: all of them are gathered, once, and the weights are read as they lie.
        return ThreadPool.current.scratch.withFloats(rows * depth) { windows in
            parallel(rows) { window.gather(pixel: $0, depth: 0..<depth, into: windows + $0 * depth) }
            ThinProduct(input: windows, rows: rows, weights: weights.panels, destination: destination).run()
        }
    }
    MatrixProduct(rows: rows, weights: weights.panels).run(
        packRow: { row, depth, target in window.gather(pixel: row, depth: depth, into: target) },
        into: destination)
}

/// Copies parts of the windows under output pixels.
private struct WindowGatherer {
    let input: UnsafePointer<Float>
    let channels: Int
    let kernelWidth: Int
    let stride: Int
    let shape: ConvolutionShape

    init(input: UnsafePointer<Float>, weights: PackedConvolution, shape: ConvolutionShape) {
        self.input = input
        channels = weights.inputs
        kernelWidth = weights.kernelWidth
        stride = weights.stride
        self.shape = shape
    }

    /// - Parameter depth: steps through the window; see `PackedConvolution`.
    func gather(pixel: Int, depth: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        let (outputRow, column) = pixel.quotientAndRemainder(dividingBy: shape.outputWidth)
        let (image, row) = outputRow.quotientAndRemainder(dividingBy: shape.outputHeight)
        let top = row * stride - shape.top
        let left = column * stride - shape.left
        var step = depth.lowerBound
        var target = target
        while step < depth.upperBound {
            let (place, channel) = step.quotientAndRemainder(dividingBy: channels)
            let count = min(channels - channel, depth.upperBound - step)
            let y = top + place / kernelWidth
            let x = left + place % kernelWidth
            if y >= 0, y < shape.height, x >= 0, x < shape.width {
                let pixel = (image * shape.height + y) * shape.width + x
                target.update(from: input + pixel * channels + channel, count: count)
            } else {
                target.update(repeating: 0, count: count)
            }
            target += count
            step += count
        }
    }
}
