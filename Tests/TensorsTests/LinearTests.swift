import Kernels
import TestSupport
import Tensors
import Testing

struct LinearTests {
    /// Rows, inputs, outputs: one element, the edges of vectors and tiles, primes, two chunks, real layers.
    static let shapes = [
        (1, 1, 1), (1, 7, 8), (2, 8, 9), (5, 9, 15), (6, 16, 16), (7, 17, 31), (13, 31, 37), (3, 641, 33), (4, 65, 48),
        (10, 33, 32),
        (1, 320, 1280), (2, 1280, 320), (16, 768, 96), (77, 768, 48), (100, 320, 64), (250, 331, 48),
    ]

    // The mean square of rounding errors of sums this long.
    static let tolerance = 1e-12

    @Test(arguments: shapes, [WeightElement.float32, .float16, .bfloat16])
    func `a linear layer agrees with the oracle`(shape: (Int, Int, Int), element: WeightElement) {
        let (rows, inputs, outputs) = shape
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: element)
        let bias = noise(outputs, seed: 3)
        let residual = noise(rows * outputs, seed: 4)
        let found = linear(
            Tensor(input, shape: [rows, inputs]), weights.matrix(outputs: outputs, inputs: inputs),
            bias: Tensor(bias, shape: [outputs]), adding: Tensor(residual, shape: [rows, outputs]))
        let truth = Oracle.linear(input, weights.values, bias: bias, residual: residual, inputs: inputs)
        #expect(found.shape == [rows, outputs])
        #expect(normalizedError(found.array, truth) < Self.tolerance)
    }

    @Test func `bias and residual may be left out, and leading axes pass through`() {
        let input = noise(2 * 3 * 20)
        let weights = RoundedWeights(noise(40 * 20, seed: 2), as: .float32)
        let found = linear(Tensor(input, shape: [2, 3, 20]), weights.matrix(outputs: 40, inputs: 20))
        #expect(found.shape == [2, 3, 40])
        #expect(normalizedError(found.array, Oracle.linear(input, weights.values, inputs: 20)) < Self.tolerance)
    }

    @Test func `no rows give no rows`() {
        let weights = RoundedWeights(noise(6), as: .float32).matrix(outputs: 2, inputs: 3)
        #expect(linear(Tensor([], shape: [0, 3]), weights).shape == [0, 2])
    }

    @Test(arguments: [(1, 8, 16), (5, 9, 64), (7, 20, 14), (50, 320, 96), (13, 700, 160)])
    func `a gated layer agrees with the oracle`(rows: Int, inputs: Int, outputs: Int) {
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: .float16)
        let bias = noise(outputs, seed: 3)
        let found = gatedLinear(
            Tensor(input, shape: [rows, inputs]), weights.matrix(outputs: outputs, inputs: inputs),
            bias: Tensor(bias, shape: [outputs]))
        let truth = Oracle.gatedLinear(input, weights.values, bias: bias, inputs: inputs)
        #expect(found.shape == [rows, outputs / 2])
        #expect(normalizedError(found.array, truth) < Self.tolerance)
    }

    @Test(arguments: [(1, 1, 1), (3, 7, 9), (8, 20, 16), (50, 77, 40), (7, 400, 33)])
    func `a product of activations agrees with the oracle`(rows: Int, depth: Int, columns: Int) {
        let a = noise(rows * depth)
        let b = noise(depth * columns, seed: 2)
        let found = matmul(Tensor(a, shape: [rows, depth]), Tensor(b, shape: [depth, columns]))
        #expect(found.shape == [rows, columns])
        #expect(normalizedError(found.array, Oracle.matmul(a, b, depth: depth)) < Self.tolerance)
    }

    @Test func `a batch of products is the products one by one`() {
        let a = Tensor(noise(3 * 5 * 17), shape: [3, 5, 17])
        let b = Tensor(noise(3 * 17 * 20, seed: 2), shape: [3, 17, 20])
        let found = matmul(a, b)
        for index in 0..<3 {
            let one = matmul(
                a[rows: index..<index + 1].reshaped([5, 17]), b[rows: index..<index + 1].reshaped([17, 20]))
            #expect(found[rows: index..<index + 1].array == one.array)
        }
    }

    @Test func `results do not depend on the number of threads`() {
        for (rows, inputs, outputs) in [(1, 640, 1280), (100, 320, 640), (600, 700, 320)] {
            let input = Tensor(noise(rows * inputs), shape: [rows, inputs])
            let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: .float16)
                .matrix(outputs: outputs, inputs: inputs)
            let found = withThreadCounts { linear(input, weights).array }
            #expect(found.allSatisfy { $0 == found[0] })
        }
    }
}
