import Kernels

/// Images, size, inputs, outputs, stride: the 3x3 layers of the U-Net, then some of the VAE.
private let shapes = [
    (2, 64, 320, 320, 1), (2, 32, 640, 640, 1), (2, 16, 1280, 1280, 1), (2, 8, 1280, 1280, 1), (2, 16, 2560, 1280, 1),
    (2, 64, 960, 320, 1), (2, 64, 320, 320, 2), (2, 16, 1280, 1280, 2), (2, 64, 4, 320, 1), (2, 64, 320, 4, 1),
    (1, 64, 512, 512, 1), (1, 256, 256, 256, 1), (1, 512, 128, 128, 1),
]

let convolutionBenchmarks = shapes.map { images, size, inputs, outputs, stride in
    let outputSize = size / stride
    let pixels = images * outputSize * outputSize
    return Benchmark(
        name: "convolution \(images) x \(inputs) @ \(size)² to \(outputs), stride \(stride)",
        operations: 18 * Double(pixels) * Double(inputs) * Double(outputs),
        bytes: Double(4 * (images * size * size * inputs + pixels * outputs) + outputs * inputs * 18)
    ) {
        let input = [Float](repeating: 0.5, count: images * size * size * inputs)
        let bytes = [UInt8](repeating: 0x3C, count: outputs * inputs * 9 * 2)
        let weights = PackedConvolution(
            bytes.span.bytes, element: .float16, outputs: outputs, inputs: inputs, kernelHeight: 3, kernelWidth: 3,
            stride: stride)
        let shape = ConvolutionShape(
            images: images, height: size, width: size, top: 1, left: 1, outputHeight: outputSize,
            outputWidth: outputSize)
        return {
            reuse(pixels * outputs) {
                convolve(input.span, weights, shape: shape, bias: nil, perImage: nil, residual: nil, into: &$0)
            }
        }
    }
}
