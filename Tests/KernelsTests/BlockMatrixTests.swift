import Kernels
import TestSupport
import Testing

struct BlockMatrixTests {
    /// Rows of weights (a few, a whole panel, a panel and one more, several) of whole blocks, and the same as numbers.
    private struct Weights {
        let matrix: BlockMatrix
        let bytes: [UInt8]
        let numbers: [Float]

        init(_ format: BlockFormat, outputs: Int, blocks: Int, addsRemainder: Bool = false) throws {
            let recorded = try BlockFormatTests.recorded(format)
            let count = recorded.bytes.count / format.blockByteCount
            // Every row begins with another of the recorded blocks.
            var bytes: [UInt8] = []
            for block in 0..<outputs * blocks {
                let start = (block * 7 + block / blocks) % count * format.blockByteCount
                bytes += recorded.bytes[start..<start + format.blockByteCount]
            }
            let inputs = blocks * format.blockLength
            self.bytes = bytes
            matrix = BlockMatrix(
                bytes.span.bytes, format, outputs: outputs, inputs: inputs, addsRemainder: addsRemainder)
            numbers = floats(outputs * inputs) { widen(bytes.span.bytes, format, into: &$0) }
        }

        func product(_ input: [Float], bias: [Float]? = nil) -> [Float] {
            let rows = input.count / matrix.inputs
            return floats(rows * matrix.outputs) { matrix.product(input.span, bias: bias?.span, into: &$0) }
        }
    }

    @Test(arguments: BlockFormat.allCases, [1, 3, 8, 17])
    func `weights give the same bits where they lie as side by side`(format: BlockFormat, rows: Int) throws {
        for (outputs, blocks) in [(3, 1), (16, 2), (33, 3), (50, 2)] {
            let weights = try Weights(format, outputs: outputs, blocks: blocks)
            let input = noise(rows * weights.matrix.inputs)
            let bias = noise(outputs, seed: 2)
            // At an odd address, as in files of old writers.
            let moved = [0] + weights.bytes
            for machine in Self.machines {
                let found = ProductMachine.$current.withValue(machine) {
                    let matrix = unsafe BlockMatrix(
                        inPlace: moved.span.bytes.extracting(1...), format, outputs: outputs,
                        inputs: weights.matrix.inputs)
                    return floats(rows * outputs) { matrix.product(input.span, bias: bias.span, into: &$0) }
                }
                #expect(found == weights.product(input, bias: bias), "\(machine), [\(outputs), \(blocks) blocks]")
            }
        }
    }

    @Test(arguments: [BlockFormat.q8_0, .q4K])
    func `what was laid out is given back piece by piece, all of it and once`(format: BlockFormat) throws {
        // Rows that are no whole number of panels, and more than one piece.
        let (outputs, inputs) = (5003, 1024)
        let rowBytes = inputs / format.blockLength * format.blockByteCount
        let bytes = [UInt8](repeating: 1, count: outputs * rowBytes)
        var ranges: [Range<Int>] = []
        _ = BlockMatrix(bytes.span.bytes, format, outputs: outputs, inputs: inputs) { ranges.append($0) }
        #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == bytes.count)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(ranges.count == (format == .q8_0 ? 2 : 1))
    }

    private static let machines = ProductMachine.allCases.filter(\.isAvailable)

    @Test(arguments: BlockFormat.allCases, [1, 3, 8, 17])
    func `a product with blocks is one of rounded inputs with their numbers`(format: BlockFormat, rows: Int) throws {
        for (outputs, blocks) in [(3, 1), (16, 2), (17, 3), (50, 2)] {
            let weights = try Weights(format, outputs: outputs, blocks: blocks)
            let input = noise(rows * weights.matrix.inputs)
            let bias = noise(outputs, seed: 2)
            let truth = Oracle.linear(
                Oracle.roundedToBytes(input), weights.numbers, bias: bias, inputs: weights.matrix.inputs)
            #expect(normalizedError(weights.product(input, bias: bias), truth) < 1e-11)
        }
    }

    @Test(arguments: BlockFormat.allCases)
    func `rounding the inputs to bytes costs little`(format: BlockFormat) throws {
        let weights = try Weights(format, outputs: 40, blocks: 4)
        let input = noise(5 * weights.matrix.inputs)
        let truth = Oracle.linear(input, weights.numbers, inputs: weights.matrix.inputs)
        #expect(normalizedError(weights.product(input), truth) < 1e-4)
    }

    @Test(arguments: BlockFormat.allCases, [1, 5])
    func `with the remainder nothing of the inputs is lost`(format: BlockFormat, rows: Int) throws {
        let weights = try Weights(format, outputs: 40, blocks: 4, addsRemainder: true)
        let input = noise(rows * weights.matrix.inputs)
        let bias = noise(40, seed: 3)
        let truth = Oracle.linear(input, weights.numbers, bias: bias, inputs: weights.matrix.inputs)
        #expect(normalizedError(weights.product(input, bias: bias), truth) < 1e-8)
        // A row's product does not depend on the others.
        let first = weights.product(Array(input.prefix(weights.matrix.inputs)), bias: bias)
        #expect(first == Array(weights.product(input, bias: bias).prefix(40)))
    }

    @Test(arguments: BlockFormat.allCases, [1, 4, 8])
    func `all machines and crews give the same bits`(format: BlockFormat, rows: Int) throws {
        let weights = try Weights(format, outputs: 70, blocks: 3)
        let input = noise(rows * weights.matrix.inputs)
        let results = Self.machines.flatMap { machine in
            ProductMachine.$current.withValue(machine) { withThreadCounts { weights.product(input) } }
        }
        #expect(Set(results).count == 1)
    }

    @Test(arguments: BlockFormat.allCases)
    func `a row does not depend on the others`(format: BlockFormat) throws {
        let weights = try Weights(format, outputs: 20, blocks: 2)
        let inputs = weights.matrix.inputs
        let input = noise(13 * inputs)
        let together = weights.product(input)
        for row in 0..<13 {
            let alone = weights.product(Array(input[row * inputs..<(row + 1) * inputs]))
            #expect(alone == Array(together[row * 20..<(row + 1) * 20]))
        }
    }

    @Test func `the largest weights and inputs overflow nothing`() throws {
        // Scale 1 and bytes of -128 and 127, inputs all at the end of their range.
        let block: [UInt8] = [0x00, 0x3C] + [UInt8](repeating: 0x80, count: 31) + [0x7F]
        let bytes = [[UInt8]](repeating: block, count: 18).flatMap(\.self)
        let matrix = BlockMatrix(bytes.span.bytes, .q8_0, outputs: 18, inputs: 32)
        for machine in Self.machines {
            let found = ProductMachine.$current.withValue(machine) {
                floats(18) { matrix.product([Float](repeating: -127, count: 32).span, bias: nil, into: &$0) }
            }
            #expect(found == [Float](repeating: 127 * 128 * 31 - 127 * 127, count: 18))
        }
    }

    @Test func `several matrices meet the same input in one loop`() throws {
        let all = try [BlockFormat.q4K, .q6K, .q8_0].enumerated().map {
            try Weights($1, outputs: 17 + 16 * $0, blocks: $1 == .q8_0 ? 16 : 2)
        }
        let input = noise(3 * 512)
        let biases = [noise(17, seed: 5), nil, nil]
        let together = floats(3 * (17 + 33 + 49)) {
            products(input.span, all.map(\.matrix), biases: biases, into: &$0)
        }
        let apart = zip(all, biases).flatMap { $0.product(input, bias: $1) }
        #expect(together == apart)
    }

    @Test func `nothing of nothing is zero`() throws {
        let weights = try Weights(.q4_0, outputs: 16, blocks: 1)
        #expect(weights.product([Float](repeating: 0, count: 32)) == [Float](repeating: 0, count: 16))
    }
}
