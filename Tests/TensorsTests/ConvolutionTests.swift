import Kernels
import TestSupport
import Tensors
import Testing

struct ConvolutionTests {
    /// Every kernel size, stride and kind of padding; sizes at the edges of tiles; channels that fill no vector.
    static let windows: [Oracle.Window] = [
        .init(height: 1, width: 1, inputs: 1, outputs: 1),
        .init(height: 2, width: 2, inputs: 3, outputs: 5),
        .init(height: 3, width: 7, inputs: 7, outputs: 9),
        .init(images: 2, height: 8, width: 8, inputs: 16, outputs: 32),
        .init(images: 2, height: 9, width: 13, inputs: 17, outputs: 19),
        .init(images: 3, height: 5, width: 4, inputs: 8, outputs: 24),
        .init(height: 16, width: 16, inputs: 64, outputs: 48),
        .init(height: 31, width: 6, inputs: 33, outputs: 16),
        .init(height: 8, width: 8, inputs: 4, outputs: 320),
        .init(height: 8, width: 8, inputs: 128, outputs: 4),
        .init(height: 6, width: 6, inputs: 400, outputs: 16),
        .init(images: 2, height: 1, width: 1, inputs: 640, outputs: 24),
        .init(height: 2, width: 3, inputs: 100, outputs: 37),
        .init(images: 2, height: 12, width: 20, inputs: 136, outputs: 40),
        .init(images: 2, height: 23, width: 25, inputs: 24, outputs: 20),
        .init(height: 10, width: 10, inputs: 16, outputs: 16, padding: [0, 0, 0, 0]),
        .init(height: 7, width: 8, inputs: 16, outputs: 16, padding: [2, 0, 1, 3]),
        .init(images: 2, height: 8, width: 8, inputs: 16, outputs: 16, stride: 2),
        .init(images: 2, height: 8, width: 10, inputs: 20, outputs: 16, stride: 2, padding: [0, 0, 1, 1]),
        .init(height: 9, width: 9, inputs: 5, outputs: 7, stride: 2),
        .init(images: 2, height: 6, width: 5, inputs: 24, outputs: 17, kernel: 1, padding: [0, 0, 0, 0]),
        .init(height: 6, width: 5, inputs: 24, outputs: 17, kernel: 1, stride: 2, padding: [0, 0, 0, 0]),
        .init(height: 12, width: 12, inputs: 6, outputs: 10, kernel: 5, padding: [2, 2, 2, 2]),
        .init(height: 14, width: 14, inputs: 3, outputs: 20, kernel: 7, stride: 7, padding: [0, 0, 0, 0]),
        .init(height: 8, width: 8, inputs: 4, outputs: 4, kernel: 4, stride: 2),
    ]

    // A relative error of 2e-6; the largest Winograd form comes to 1.1e-6 where padding makes the outputs small, plain
    // sums to 4e-7.
    static let tolerance = 4e-12

    @Test(arguments: windows, [WeightElement.float32, .float16, .bfloat16])
    func `agrees with the oracle`(window: Oracle.Window, element: WeightElement) {
        let input = noise(window.inputCount)
        let weights = RoundedWeights(noise(window.weightCount, seed: 2), as: element)
        let bias = noise(window.outputs, seed: 3)
        let perImage = noise(window.images * window.outputs, seed: 4)
        let residual = noise(window.outputCount, seed: 5)
        let shape = [window.images, window.outputHeight, window.outputWidth, window.outputs]
        let found = convolve(
            Tensor(input, shape: [window.images, window.height, window.width, window.inputs]),
            weights.convolution(window), bias: Tensor(bias, shape: [window.outputs]), padding: Self.padding(window),
            perImage: Tensor(perImage, shape: [window.images, window.outputs]),
            adding: Tensor(residual, shape: shape))
        let truth = Oracle.convolve(
            input, weights.values, window, bias: bias, perImage: perImage, residual: residual)
        #expect(found.shape == shape)
        #expect(normalizedError(found.array, truth) < Self.tolerance)
    }

    @Test func `bias, offset and residual may be left out`() {
        let window = Oracle.Window(height: 6, width: 6, inputs: 16, outputs: 20)
        let input = noise(window.inputCount)
        let weights = RoundedWeights(noise(window.weightCount, seed: 2), as: .float32)
        let found = convolve(
            Tensor(input, shape: [1, 6, 6, 16]), weights.convolution(window), padding: .all(1))
        #expect(normalizedError(found.array, Oracle.convolve(input, weights.values, window)) < Self.tolerance)
    }

    @Test(arguments: [1, 2])
    func `results do not depend on the number of threads`(stride: Int) {
        let window = Oracle.Window(images: 2, height: 20, width: 18, inputs: 48, outputs: 80, stride: stride)
        let input = Tensor(noise(window.inputCount), shape: [2, 20, 18, 48])
        let weights = RoundedWeights(noise(window.weightCount, seed: 2), as: .float16).convolution(window)
        let found = withThreadCounts { convolve(input, weights, padding: .all(1)).array }
        #expect(found.allSatisfy { $0 == found[0] })
    }

    private static func padding(_ window: Oracle.Window) -> Padding {
        Padding(
            top: window.padding[0], left: window.padding[1], bottom: window.padding[2], right: window.padding[3])
    }
}
