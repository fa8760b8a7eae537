/// How a depthwise convolution lies in an image.
public struct DepthwiseShape: Hashable, Sendable {
    let images, height, width, channels, kernel, stride, padding: Int

    public init(
        images: Int, height: Int, width: Int, channels: Int, kernel: Int, stride: Int, padding: Int
    ) {
        precondition(
            height + 2 * padding >= kernel && width + 2 * padding >= kernel && stride > 0,
            "\(height) × \(width) pixels under a kernel of \(kernel)")
        (self.images, self.height, self.width, self.channels) = (images, height, width, channels)
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    }

    public var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
    public var outputWidth: Int { (width + 2 * padding - kernel) / stride + 1 }
}

/// A convolution that sees one channel at a time.
///
/// - Shapes: `input` [N, H, W, C], `weights` [kernel, kernel, C] → `output` [N, H', W', C].
public func convolveDepthwise(
    _ input: Span<Float>, _ weights: Span<Float>, shape: DepthwiseShape, into output: inout MutableSpan<Float>
) {
    let channels = shape.channels
    precondition(
        input.count == shape.images * shape.height * shape.width * channels
            && weights.count == shape.kernel * shape.kernel * channels
            && output.count == shape.images * shape.outputHeight * shape.outputWidth * channels,
        "\(input.count) elements by \(weights.count) into \(output.count)")
    input.withUnsafeBufferPointer { input in
        weights.withUnsafeBufferPointer { weights in
            output.withUnsafeMutableBufferPointer { output in
                guard let source = input.baseAddress, let taps = weights.baseAddress, let target = output.baseAddress
                else { return }
                parallel(shape.images * shape.outputHeight) { line in
                    let (image, row) = (line / shape.outputHeight, line % shape.outputHeight)
                    for column in 0..<shape.outputWidth {
                        let sum = target + (line * shape.outputWidth + column) * channels
                        sum.update(repeating: 0, count: channels)
                        for down in 0..<shape.kernel {
                            let y = row * shape.stride + down - shape.padding
                            guard y >= 0, y < shape.height else { continue }
                            for across in 0..<shape.kernel {
                                let x = column * shape.stride + across - shape.padding
                                guard x >= 0, x < shape.width else { continue }
                                addProducts(
                                    source + ((image * shape.height + y) * shape.width + x) * channels,
                                    taps + (down * shape.kernel + across) * channels, to: sum, count: channels)
                            }
                        }
                    }
                }
            }
        }
    }
}

@inline(__always)
private func addProducts(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>, count: Int
) {
    var index = 0
    while index + 8 <= count {
        sum.store(sum.vector(at: index).addingProduct(a.vector(at: index), b.vector(at: index)), at: index)
        index += 8
    }
    while index < count {
        sum[index] += a[index] * b[index]
        index += 1
    }
}
