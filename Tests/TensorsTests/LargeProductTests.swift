import Kernels
import TestSupport
import Tensors
import Testing

/// Products of many rows, which take seven products of quarters in place of eight.
struct LargeProductTests {
    /// Rows, inputs, outputs: the fewest; odd rows, an odd number of panels, panels and tiles that are not full; two and three chunks
    /// of half the depth; more summed weights than are at hand at a time.
    static let shapes = [
        (512, 256, 256), (769, 258, 272), (775, 642, 261), (1001, 1302, 257), (779, 1930, 320), (800, 2560, 960),
    ]

    // The mean square of rounding errors of sums this long, and four times as much.
    static let tolerance = 1e-12

    @Test(arguments: shapes)
    func `a linear layer agrees with the oracle`(rows: Int, inputs: Int, outputs: Int) {
        check(rows: rows, inputs: inputs, outputs: outputs, .float16)
    }

    @Test(arguments: [WeightElement.float32, .bfloat16])
    func `weights may have any width`(element: WeightElement) {
        check(rows: 770, inputs: 258, outputs: 272, element)
    }

    private func check(rows: Int, inputs: Int, outputs: Int, _ element: WeightElement) {
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: element)
        let bias = noise(outputs, seed: 3)
        let residual = noise(rows * outputs, seed: 4)
        let found = linear(
            Tensor(input, shape: [rows, inputs]), weights.matrix(outputs: outputs, inputs: inputs),
            bias: Tensor(bias, shape: [outputs]), adding: Tensor(residual, shape: [rows, outputs]))
        let sample = Self.sample(rows)
        let truth = Oracle.linear(
            Self.take(sample, of: input, inputs), weights.values, bias: bias,
            residual: Self.take(sample, of: residual, outputs), inputs: inputs)
        #expect(found.shape == [rows, outputs])
        #expect(found.array.allSatisfy { $0.isFinite })
        #expect(normalizedError(Self.take(sample, of: found.array, outputs), truth) < Self.tolerance)
    }

    @Test func `weights may be used where they lie`() throws {
        let input = noise(900 * 640)
        let weights = RoundedWeights(noise(320 * 640, seed: 2), as: .float16)
        let packed = linear(Tensor(input, shape: [900, 640]), weights.matrix(outputs: 320, inputs: 640))
        let inPlace = try weights.stored([320, 640]).matrixWeights().withMatrix {
            linear(Tensor(input, shape: [900, 640]), $0)
        }
        #expect(packed.array == inPlace.array)
    }

    @Test(arguments: [(769, 258, 512), (1000, 640, 1600)])
    func `a gated layer agrees with the oracle`(rows: Int, inputs: Int, outputs: Int) {
        let input = noise(rows * inputs)
        let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: .float16)
        let bias = noise(outputs, seed: 3)
        let found = gatedLinear(
            Tensor(input, shape: [rows, inputs]), weights.matrix(outputs: outputs, inputs: inputs),
            bias: Tensor(bias, shape: [outputs]))
        let sample = Self.sample(rows)
        let truth = Oracle.gatedLinear(
            Self.take(sample, of: input, inputs), weights.values, bias: bias, inputs: inputs)
        #expect(found.array.allSatisfy { $0.isFinite })
        #expect(normalizedError(Self.take(sample, of: found.array, outputs / 2), truth) < Self.tolerance)
    }

    @Test func `a pointwise convolution agrees with the oracle, with an offset for each image`() {
        let window = Oracle.Window(
            images: 2, height: 21, width: 19, inputs: 256, outputs: 272, kernel: 1, padding: [0, 0, 0, 0])
        let input = noise(2 * 21 * 19 * 256)
        let weights = RoundedWeights(noise(272 * 256, seed: 2), as: .float16)
        let offsets = noise(2 * 272, seed: 3)
        let found = convolve(
            Tensor(input, shape: [2, 21, 19, 256]), weights.convolution(window), padding: .all(0),
            perImage: Tensor(offsets, shape: [2, 272]))
        let sample = Self.sample(2 * 21 * 19)
        let residual = sample.flatMap { row in offsets[(row / (21 * 19)) * 272..<(row / (21 * 19) + 1) * 272] }
        let truth = Oracle.linear(
            Self.take(sample, of: input, 256), weights.values, residual: residual, inputs: 256)
        #expect(normalizedError(Self.take(sample, of: found.array, 272), truth) < Self.tolerance)
    }

    @Test(arguments: [320, 1280])
    func `errors are about twice those of a plain product`(inputs: Int) {
        let input = noise(768 * inputs)
        let weights = RoundedWeights(noise(320 * inputs, seed: 2), as: .float32)
        let matrix = weights.matrix(outputs: 320, inputs: inputs)
        let rows = 200..<260
        let part = Array(input[rows.lowerBound * inputs..<rows.upperBound * inputs])
        let truth = Oracle.linear(part, weights.values, inputs: inputs)
        let large = linear(Tensor(input, shape: [768, inputs]), matrix)[rows: rows]
        let plain = linear(Tensor(part, shape: [rows.count, inputs]), matrix)
        let ratio = normalizedError(large.array, truth) / normalizedError(plain.array, truth)
        #expect(ratio > 1, "the larger product is the plain one")
        #expect(ratio < 2.5 * 2.5)
    }

    @Test func `results do not depend on the number of threads`() {
        for (rows, inputs, outputs) in [(1000, 320, 640), (2000, 1300, 272), (800, 2560, 960)] {
            let input = Tensor(noise(rows * inputs), shape: [rows, inputs])
            let weights = RoundedWeights(noise(outputs * inputs, seed: 2), as: .float16)
                .matrix(outputs: outputs, inputs: inputs)
            let found = withThreadCounts { linear(input, weights).array }
            #expect(found.allSatisfy { $0 == found[0] })
        }
    }

    @Test func `images of a batch have the bits that they have alone`() {
        let images = Tensor(noise(3 * 900 * 320), shape: [3, 900, 320])
        let weights = RoundedWeights(noise(320 * 320, seed: 2), as: .float16).matrix(outputs: 320, inputs: 320)
        let together = linear(images, weights)
        for image in 0..<3 {
            let alone = linear(images[rows: image..<image + 1], weights)
            #expect(alone.array == together[rows: image..<image + 1].array)
        }
    }

    /// The first and the last rows, and some between.
    private static func sample(_ rows: Int) -> [Int] { Array(0..<3) + [191, 192, 500] + Array(rows - 14..<rows) }

    private static func take(_ rows: [Int], of values: [Float], _ width: Int) -> [Float] {
        rows.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
}
