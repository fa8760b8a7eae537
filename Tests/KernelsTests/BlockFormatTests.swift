import Foundation
import Kernels
import TestSupport
import Testing

struct BlockFormatTests {
    /// Random blocks and what gguf says that they stand for.
    private struct Recorded: Decodable {
        let bytes: Data
        let numbers: Data
    }

    private static func recorded(_ format: BlockFormat) throws -> (bytes: [UInt8], numbers: [Float]) {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: tests.appending(path: "Golden/Language/blocks.json"))
        let blocks = try JSONDecoder().decode([String: Recorded].self, from: data)
        let found = try #require(blocks[format.rawValue])
        let numbers = found.numbers.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        return (Array(found.bytes), numbers)
    }

    private static func widened(_ bytes: [UInt8], _ format: BlockFormat) -> [Float] {
        floats(bytes.count / format.blockByteCount * format.blockLength) { widen(bytes.span.bytes, format, into: &$0) }
    }

    @Test(arguments: BlockFormat.allCases)
    func `blocks stand for the numbers that gguf says`(format: BlockFormat) throws {
        let (bytes, numbers) = try Self.recorded(format)
        let found = Self.widened(bytes, format)
        #expect(found.count == numbers.count)
        // One rounding more or less where a scale is a product itself.
        #expect(relativeError(found, numbers) < 1e-6)
    }

    @Test(arguments: BlockFormat.allCases, [1, 3, 16, 17, 40])
    func `a product with blocks is one with their numbers`(format: BlockFormat, rows: Int) throws {
        // As many rows of weights as there are blocks, joined in twos: a depth of two blocks.
        let (bytes, numbers) = try Self.recorded(format)
        let blocks = Array((bytes + bytes)[...])
        let weights = numbers + numbers
        let (outputs, inputs) = (3, 2 * format.blockLength)
        let matrix = BlockMatrix(blocks.span.bytes, format, outputs: outputs, inputs: inputs)
        let input = noise(rows * inputs)
        let bias = noise(outputs, seed: 2)
        let found = floats(rows * outputs) { matrix.product(input.span, bias: bias.span, into: &$0) }
        let truth = Oracle.linear(input, weights, bias: bias, inputs: inputs)
        #expect(normalizedError(found, truth) < 1e-11)
    }

    @Test func `a wide product goes through more than one strip`() {
        let format = BlockFormat.q8_0
        let (outputs, inputs, rows) = (1100, 1024, 20)
        var bytes = noise(outputs * inputs / 32 * 34).map { UInt8(truncatingIfNeeded: Int($0 * 127)) }
        for block in 0..<bytes.count / 34 { (bytes[block * 34], bytes[block * 34 + 1]) = (0x66, 0x2E) }
        let weights = Self.widened(bytes, format)
        let matrix = BlockMatrix(bytes.span.bytes, format, outputs: outputs, inputs: inputs)
        let input = noise(rows * inputs)
        let found = floats(rows * outputs) { matrix.product(input.span, bias: nil, into: &$0) }
        #expect(normalizedError(found, Oracle.linear(input, weights, inputs: inputs)) < 1e-11)
    }

    @Test func `a row is read by itself`() throws {
        let (bytes, numbers) = try Self.recorded(.q4K)
        let matrix = BlockMatrix(bytes.span.bytes, .q4K, outputs: 3, inputs: 256)
        let row = floats(256) { matrix.row(1, into: &$0) }
        #expect(relativeError(row, Array(numbers[256..<512])) < 1e-6)
    }
}
