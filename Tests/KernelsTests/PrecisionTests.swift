import Kernels
import TestSupport
import Testing

struct PrecisionTests {
    /// Rows, inputs, outputs: a tile and one more, primes, a chunk and one more, thin ones that stay exact, a layer.
    static let shapes = [
        (25, 32, 32), (29, 37, 41), (60, 257, 65), (37, 512, 48), (16, 64, 64), (40, 320, 96), (50, 520, 33),
        (31, 8, 40),
    ]

    private struct Case {
        let input: [Float], weights: [Float], bias: [Float], residual: [Float]
        let inputs: Int, outputs: Int

        init(_ shape: (rows: Int, inputs: Int, outputs: Int)) {
            (inputs, outputs) = (shape.inputs, shape.outputs)
            input = noise(shape.rows * inputs)
            weights = noise(outputs * inputs, seed: 2).map { Float(Float16($0)) }
            bias = noise(outputs, seed: 3)
            residual = noise(shape.rows * outputs, seed: 4)
        }

        var matrix: PackedMatrix {
            let halves = weights.map { Float16($0).bitPattern }
            return PackedMatrix(halves.span.bytes, element: .float16, outputs: outputs, inputs: inputs)
        }

        func product(_ precision: Precision, _ machine: WordMachine = .wide) -> [Float] {
            WordMachine.$current.withValue(machine) {
                floats(residual.count) {
                    linear(
                        input.span, matrix, bias: bias.span, residual: residual.span, precision: precision, into: &$0)
                }
            }
        }

        func truth(rounded round: (_ row: [Float]) -> [Float] = { $0 }) -> [Double] {
            Oracle.linear(
                rows(input).flatMap(round), rows(weights).flatMap(round), bias: bias, residual: residual,
                inputs: inputs)
        }

        private func rows(_ numbers: [Float]) -> [[Float]] {
            stride(from: 0, to: numbers.count, by: inputs).map { Array(numbers[$0..<$0 + inputs]) }
        }
    }

    /// Eight bits of mantissa leave an error of up to 2⁻⁹ in each factor; a 127th of the largest of noise leaves more.
    @Test(arguments: shapes, [(Precision.float32, 1e-12), (.bfloat16, 1e-5), (.int8, 1e-4)])
    func `rounding factors costs what their digits say`(
        shape: (Int, Int, Int), allowed: (precision: Precision, error: Double)
    ) {
        let work = Case(shape)
        for machine in WordMachine.allCases {
            #expect(normalizedError(work.product(allowed.precision, machine), work.truth()) < allowed.error)
        }
    }

    @Test(arguments: shapes.filter { $0.0 > 24 && $0.1 >= 32 }, WordMachine.allCases)
    func `nothing is rounded but the factors`(shape: (Int, Int, Int), machine: WordMachine) {
        let work = Case(shape)
        let brain = work.truth { $0.map(Oracle.brainFloat) }
        #expect(normalizedError(work.product(.bfloat16, machine), brain) < 1e-12)
        let bytes = work.truth { Oracle.roundedToBytes($0, mostPerFactor: 256) }
        #expect(normalizedError(work.product(.int8, machine), bytes) < 1e-12)
    }

    @Test(arguments: shapes)
    func `bytes give the same bits with any instructions`(shape: (Int, Int, Int)) {
        let work = Case(shape)
        #expect(work.product(.int8, .portable) == work.product(.int8, .wide))
    }

    @Test(arguments: [Precision.bfloat16, .int8])
    func `the number of threads changes no bit`(precision: Precision) {
        for shape in [(500, 320, 96), (40, 700, 640)] {
            let work = Case(shape)
            let results = withThreadCounts { work.product(precision) }
            #expect(results.allSatisfy { $0 == results[0] })
        }
    }

    @Test(arguments: [(30, 40, 64), (29, 300, 128), (30, 40, 48)], [(Precision.bfloat16, 2e-5), (.int8, 2e-4)])
    func `a gated layer is as near`(shape: (Int, Int, Int), allowed: (precision: Precision, error: Double)) {
        let work = Case(shape)
        let truth = Oracle.gatedLinear(work.input, work.weights, bias: work.bias, inputs: work.inputs)
        for machine in WordMachine.allCases {
            let found = WordMachine.$current.withValue(machine) {
                floats(shape.0 * shape.2 / 2) {
                    gatedLinear(
                        work.input.span, work.matrix, bias: work.bias.span, precision: allowed.precision, into: &$0)
                }
            }
            #expect(normalizedError(found, truth) < allowed.error)
        }
    }

    @Test(arguments: [Precision.bfloat16, .int8])
    func `zeros and large numbers stay what they are`(precision: Precision) {
        var work = Case((30, 64, 64)).input
        for index in 0..<64 { work[index] = 0 }
        work[64] = 1e30
        let weights = [Float](repeating: 0.5, count: 64 * 64)
        let matrix = PackedMatrix(weights.span.bytes, element: .float32, outputs: 64, inputs: 64)
        let found = floats(30 * 64) {
            linear(work.span, matrix, bias: nil, residual: nil, precision: precision, into: &$0)
        }
        #expect(found[0..<64].allSatisfy { $0 == 0 })
        #expect(found[64..<128].allSatisfy { abs($0 / 5e29 - 1) < 0.01 })
    }

    /// Images, queries, keys, heads, features: whole blocks, primes, heads in groups of 32 and of 48.
    @Test(arguments: [
        (2, 48, 256, 2, 40), (1, 29, 131, 1, 8), (1, 25, 300, 2, 64), (1, 24, 128, 1, 80), (1, 30, 129, 1, 33),
    ])
    func `attention rounds queries, keys, powers and values`(sizes: (Int, Int, Int, Int, Int)) {
        let (images, queries, keys, heads, size) = sizes
        let shape = AttentionShape(
            images: images, queries: queries, keys: keys, heads: heads, headSize: size, isCausal: false, scale: 0.3)
        let query = noise(images * queries * heads * size).map { 4 * $0 }
        let key = noise(images * keys * heads * size, seed: 2).map { 4 * $0 }
        let value = noise(images * keys * heads * size, seed: 3)
        func attended(_ precision: Precision) -> [Float] {
            floats(query.count) {
                attention(
                    query: query.span, key: key.span, value: value.span, mask: nil, shape: shape, precision: precision,
                    into: &$0)
            }
        }
        let truth = attended(.float32).map(Double.init)
        #expect(normalizedError(attended(.bfloat16), truth) < 2e-4)
        #expect(attended(.int8) == attended(.bfloat16))
        let results = withThreadCounts { attended(.bfloat16) }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    /// Images, side, inputs, outputs: whole patches, odd sizes, one that stays exact, a layer.
    @Test(arguments: [(2, 16, 32, 32), (1, 17, 40, 33), (3, 11, 136, 64), (2, 8, 64, 32), (1, 32, 320, 64)])
    func `a convolution rounds its transformed factors`(sizes: (Int, Int, Int, Int)) {
        let (images, side, inputs, outputs) = sizes
        let shape = ConvolutionShape(
            images: images, height: side, width: side, top: 1, left: 1, outputHeight: side, outputWidth: side)
        let input = noise(images * side * side * inputs)
        let halves = noise(outputs * inputs * 9, seed: 2).map { Float16($0).bitPattern }
        let bias = noise(outputs, seed: 3)
        let perImage = noise(images * outputs, seed: 4)
        let residual = noise(images * side * side * outputs, seed: 5)
        let packed = PackedConvolution(
            halves.span.bytes, element: .float16, outputs: outputs, inputs: inputs, kernelHeight: 3, kernelWidth: 3,
            stride: 1)
        func convolved(_ precision: Precision, _ weights: PackedConvolution) -> [Float] {
            floats(residual.count) {
                convolve(
                    input.span, weights, shape: shape, bias: bias.span, perImage: perImage.span,
                    residual: residual.span, precision: precision, into: &$0)
            }
        }
        let truth = convolved(.float32, packed).map(Double.init)
        let rounded = convolved(.bfloat16, packed)
        // A Winograd form of 4 x 4 makes four times as much of what rounding left.
        #expect(normalizedError(rounded, truth) < 2e-4)
        #expect(convolved(.int8, packed) == rounded)
        let inPlace = halves.withUnsafeBytes { bytes in
            convolved(
                .bfloat16,
                PackedConvolution(
                    inPlace: RawSpan(_unsafeBytes: bytes), element: .float16, outputs: outputs, inputs: inputs,
                    kernelHeight: 3, kernelWidth: 3))
        }
        #expect(inPlace == rounded)
        let results = withThreadCounts { convolved(.bfloat16, packed) }
        #expect(results.allSatisfy { $0 == results[0] })
    }
}
