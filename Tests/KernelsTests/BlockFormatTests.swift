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

    static func recorded(_ format: BlockFormat) throws -> (bytes: [UInt8], numbers: [Float]) {
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
}
