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
}
