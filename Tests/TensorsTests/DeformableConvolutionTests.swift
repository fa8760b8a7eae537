import Kernels
import TestSupport
import Tensors
import Testing

struct DeformableConvolutionTests {
    /// One pixel, the edges of vectors and tiles, and the widths and kernels of BiRefNet.
    static let windows: [Oracle.Window] = [
        .init(height: 1, width: 1, inputs: 1, outputs: 1, kernel: 1, padding: [0, 0, 0, 0]),
        .init(images: 2, height: 5, width: 7, inputs: 8, outputs: 9, kernel: 1, padding: [0, 0, 0, 0]),
        .init(images: 2, height: 4, width: 5, inputs: 13, outputs: 17),
        .init(height: 6, width: 5, inputs: 9, outputs: 16, kernel: 5, padding: [2, 2, 2, 2]),
        .init(height: 5, width: 9, inputs: 64, outputs: 40, kernel: 7, padding: [3, 3, 3, 3]),
    ]

    @Test(arguments: windows)
    func `agrees with the oracle, beyond the edges as well`(window: Oracle.Window) {
        let places = window.kernel * window.kernel
        let size = [window.images, window.height, window.width]
        let pixels = size.reduce(1, *)
        let input = noise(window.inputCount)
        let moves = noise(pixels * places * 2, seed: 2).map { 4 * $0 }
        let shares = noise(pixels * places, seed: 3)
        let weights = noise(window.weightCount, seed: 4)
        let packed = PackedConvolution(
            bytes(of: weights.span), element: .float32, outputs: window.outputs, inputs: window.inputs,
            kernelHeight: window.kernel, kernelWidth: window.kernel, stride: 1)
        func found(_ range: Range<Int>) -> Tensor {
            convolveDeformably(
                Tensor(input, shape: size + [window.inputs]), moves: Tensor(moves, shape: size + [2 * places]),
                shares: Tensor(shares, shape: size + [places]), packed, pixels: range)
        }
        let truth = Oracle.convolveDeformably(input, moves: moves, shares: shares, weights, window)
        let results = withThreadCounts { found(0..<pixels).array }
        #expect(normalizedError(results[0], truth) < 1e-12)
        #expect(results[1] == results[0] && results[2] == results[0])
        // Some pixels are made with the same bits as all of them.
        let half = pixels / 2
        #expect(found(half..<pixels).array == Array(results[0][(half * window.outputs)...]))
    }

    @Test func `where nothing moves it is the usual convolution`() {
        let window = Oracle.Window(height: 6, width: 7, inputs: 16, outputs: 8)
        let (input, weights) = (noise(window.inputCount), noise(window.weightCount, seed: 2))
        let packed = PackedConvolution(
            bytes(of: weights.span), element: .float32, outputs: 8, inputs: 16, kernelHeight: 3, kernelWidth: 3,
            stride: 1)
        let found = convolveDeformably(
            Tensor(input, shape: [1, 6, 7, 16]), moves: Tensor(zeros: [1, 6, 7, 18]),
            shares: Tensor(repeating: 1, shape: [1, 6, 7, 9]), packed, pixels: 0..<42)
        #expect(normalizedError(found.array, Oracle.convolve(input, weights, window)) < 1e-12)
    }

    @Test func `places that are no numbers give nothing`() {
        let weights: [Float] = [1]
        let packed = PackedConvolution(
            bytes(of: weights.span), element: .float32, outputs: 1, inputs: 1, kernelHeight: 1, kernelWidth: 1,
            stride: 1)
        let found = convolveDeformably(
            Tensor([5, 6], shape: [1, 1, 2, 1]),
            moves: Tensor([.nan, 0, .infinity, -.infinity], shape: [1, 1, 2, 2]),
            shares: Tensor([1, 1], shape: [1, 1, 2, 1]), packed, pixels: 0..<2)
        #expect(found.array == [0, 0])
    }
}
