import Kernels
import TestSupport
import Tensors
import Testing

/// Weights that are used where they lie give what packed ones give.
struct ResidentWeightsTests {
    @Test(arguments: LinearTests.shapes, [WeightElement.float32, .float16, .bfloat16])
    func `a linear layer agrees with the oracle`(shape: (Int, Int, Int), element: WeightElement) throws {
        let (rows, inputs, outputs) = shape
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: element)
        let resident = try weights.stored([outputs, inputs]).matrixWeights()
        guard case .stored = resident else {
            Issue.record("the weights were packed")
            return
        }
        let found = try resident.withMatrix { linear(Tensor(input, shape: [rows, inputs]), $0) }
        let truth = Oracle.linear(input, weights.values, inputs: inputs)
        #expect(normalizedError(found.array, truth) < LinearTests.tolerance)
        let packed = linear(Tensor(input, shape: [rows, inputs]), weights.matrix(outputs: outputs, inputs: inputs))
        // The sums are the same ones, but for those of few rows.
        if rows > 16 { #expect(found.array == packed.array) }
    }

    @Test(arguments: [(1, 8, 16), (5, 9, 64), (7, 20, 14), (50, 320, 96), (13, 700, 160)])
    func `a gated layer agrees with the oracle`(rows: Int, inputs: Int, outputs: Int) throws {
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: .float16)
        let bias = noise(outputs, seed: 3)
        let found = try weights.stored([outputs, inputs]).matrixWeights().withMatrix {
            gatedLinear(Tensor(input, shape: [rows, inputs]), $0, bias: Tensor(bias, shape: [outputs]))
        }
        let truth = Oracle.gatedLinear(input, weights.values, bias: bias, inputs: inputs)
        #expect(normalizedError(found.array, truth) < LinearTests.tolerance)
    }

    /// Images, height, width, inputs, outputs, kernel: single pixels, thin ones, both of Winograd's forms, odd outputs.
    static let convolutions = [
        (1, 1, 1, 8, 16, 3), (2, 1, 1, 72, 40, 3), (1, 2, 3, 16, 5, 3), (2, 3, 3, 40, 33, 3), (1, 9, 7, 64, 48, 3),
        (1, 20, 24, 72, 35, 3), (2, 16, 16, 128, 64, 3), (1, 6, 7, 5, 19, 1), (1, 33, 9, 24, 16, 1),
    ]

    @Test(arguments: convolutions, [WeightElement.float32, .float16, .bfloat16])
    func `a convolution agrees with packed weights`(
        shape: (Int, Int, Int, Int, Int, Int), element: WeightElement
    ) throws {
        let (images, height, width, inputs, outputs, kernel) = shape
        let weights = RoundedWeights(noise(outputs * inputs * kernel * kernel, seed: 2), as: element)
        let stored = weights.stored([outputs, inputs, kernel, kernel])
        let resident = try stored.convolutionWeights(stride: 1)
        guard case .stored = resident else {
            Issue.record("the weights were packed")
            return
        }
        let input = Tensor(noise(images * height * width * inputs), shape: [images, height, width, inputs])
        let bias = Tensor(noise(outputs, seed: 3), shape: [outputs])
        let padding = Padding.all(kernel / 2)
        let found = try resident.withConvolution { convolve(input, $0, bias: bias, padding: padding) }
        let packed = convolve(input, try stored.packedConvolution(stride: 1), bias: bias, padding: padding)
        #expect(found.shape == packed.shape)
        // Both may be of different forms, whose rounding errors differ.
        #expect(normalizedError(found.array, packed.array.map(Double.init)) < 1e-11)
        let threads = try withThreadCounts {
            try resident.withConvolution { convolve(input, $0, bias: bias, padding: padding).array }
        }
        #expect(threads.allSatisfy { $0 == threads[0] })
    }

    @Test func `a convolution that gathers windows has its weights packed`() throws {
        let stored = RoundedWeights(noise(8 * 8 * 9), as: .float16).stored([8, 8, 3, 3])
        guard case .packed = try stored.convolutionWeights(stride: 2) else {
            Issue.record("the weights were not packed")
            return
        }
    }
}
