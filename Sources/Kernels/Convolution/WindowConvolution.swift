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
            parallel(rows) { row in
                let target = windows + row * depth
                if weights.panels.isInPlace {
                    window.gatherByChannel(pixel: row, into: target)
                } else {
                    window.gather(pixel: row, depth: 0..<depth, into: target)
                }
            }
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
    let kernelHeight: Int
    let kernelWidth: Int
    let stride: Int
    let shape: ConvolutionShape

    init(input: UnsafePointer<Float>, weights: PackedConvolution, shape: ConvolutionShape) {
        self.input = input
        channels = weights.inputs
        kernelHeight = weights.kernelHeight
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

    /// The whole window, places innermost, as weights that lie in their file want it.
    func gatherByChannel(pixel: Int, into target: UnsafeMutablePointer<Float>) {
        let (outputRow, column) = pixel.quotientAndRemainder(dividingBy: shape.outputWidth)
        let (image, row) = outputRow.quotientAndRemainder(dividingBy: shape.outputHeight)
        let places = kernelHeight * kernelWidth
        for place in 0..<places {
            let y = row * stride - shape.top + place / kernelWidth
            let x = column * stride - shape.left + place % kernelWidth
            let isInside = y >= 0 && y < shape.height && x >= 0 && x < shape.width
            let source = input + (isInside ? (image * shape.height + y) * shape.width + x : 0) * channels
            for channel in 0..<channels { target[channel * places + place] = isInside ? source[channel] : 0 }
        }
    }
}
