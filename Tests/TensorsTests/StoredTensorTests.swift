import Tensors
import TestSupport
import Testing

struct StoredTensorTests {
    /// Bytes in memory in place of a file.
    struct Bytes: WeightSource {
        let bytes: [UInt8]

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }

    /// The numbers 0 to 5 in every element type.
    static let stored: [(ElementType, [UInt8])] = [
        (.float64, [0, 1, 2, 3, 4, 5].flatMap { bytes(Double($0).bitPattern) }),
        (.float32, [0, 1, 2, 3, 4, 5].flatMap { bytes(Float($0).bitPattern) }),
        (.float16, [0, 1, 2, 3, 4, 5].flatMap { bytes(Float16($0).bitPattern) }),
        (.bfloat16, [0, 1, 2, 3, 4, 5].flatMap { bytes(UInt16(Float($0).bitPattern >> 16)) }),
        (.float8e4m3, [0, 0x38, 0x40, 0x44, 0x48, 0x4A]), (.float8e5m2, [0, 0x3C, 0x40, 0x42, 0x44, 0x45]),
        (.int64, (0..<6).flatMap { bytes(UInt64($0)) }), (.int32, (0..<6).flatMap { bytes(UInt32($0)) }),
        (.int16, (0..<6).flatMap { bytes(UInt16($0)) }), (.int8, [0, 1, 2, 3, 4, 5]), (.uint8, [0, 1, 2, 3, 4, 5]),
        (.bool, [0, 1, 2, 3, 4, 5]),
    ]

    @Test(arguments: stored)
    func `widens every element type`(element: ElementType, bytes: [UInt8]) throws {
        let tensor = StoredTensor(shape: [3, 2], element: element, source: Bytes(bytes: bytes))
        #expect(try tensor.tensor().array == [0, 1, 2, 3, 4, 5])
        #expect(try tensor.rows([2, 0]).array == [4, 5, 0, 1])
        #expect(tensor.count * element.byteCount == bytes.count)
    }

    @Test(arguments: stored)
    func `packs every element type as a matrix and as a convolution`(element: ElementType, bytes: [UInt8]) throws {
        let source = Bytes(bytes: bytes)
        let input = Tensor([1, 10], shape: [1, 2])
        for shape in [[3, 2], [3, 2, 1, 1]] {
            let stored = StoredTensor(shape: shape, element: element, source: source)
            #expect(linear(input, try stored.packedMatrix()).array == [10, 32, 54])
            let convolved = convolve(
                input.reshaped([1, 1, 1, 2]), try stored.packedConvolution(stride: 1), padding: .all(0))
            #expect(convolved.array == [10, 32, 54])
        }
    }

    @Test func `every element type of safetensors is known`() {
        #expect(Set(Self.stored.map(\.0)) == Set(ElementType.allCases))
        #expect(ElementType(rawValue: "F8_E4M3") == .float8e4m3 && ElementType(rawValue: "F4") == nil)
    }

    private static func bytes<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
}
