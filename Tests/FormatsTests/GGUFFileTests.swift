import Foundation
import Tensors
import Testing

@testable import Formats

struct GGUFFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A file with these bytes.
    private func file(_ bytes: [UInt8]) throws -> String {
        let path = folder / "model.gguf"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @Test func `metadata and tensors are found`() throws {
        var text = GGUFText()
        text.key("general.architecture", 8) { $0.string("llama") }
        text.key("llama.block_count", 4) { $0.number(UInt32(3)) }
        text.key("negative", 5) { $0.number(UInt32(bitPattern: -7)) }
        text.key("ratio", 6) { $0.number(Float(0.5).bitPattern) }
        text.key("flag", 7) { $0.bytes += [1] }
        text.key("words", 9) {
            $0.number(UInt32(8))
            $0.number(UInt64(2))
            $0.string("a")
            $0.string("bc")
        }
        text.tensor("x", [4, 2], kind: 0, offset: 0)
        text.tensor("q", [32], kind: 8, offset: 32)
        let numbers = (0..<8).flatMap { number in
            withUnsafeBytes(of: Float(number).bitPattern.littleEndian, Array.init)
        }
        let file = try GGUFFile(path: file(text.file(data: numbers + [0, 0x3C] + [UInt8](1...32))))
        #expect(file.names == ["x", "q"])
        #expect(file.metadata["general.architecture"]?.string == "llama")
        #expect(file.metadata["llama.block_count"]?.int == 3)
        #expect(file.metadata["negative"]?.int == -7)
        #expect(file.metadata["ratio"]?.double == 0.5)
        #expect(file.metadata["flag"]?.bool == true)
        #expect(file.metadata["words"]?.byteStrings == [Array("a".utf8), Array("bc".utf8)])
        let x = try #require(file.tensors["x"])
        #expect(x.shape == [2, 4])
        #expect(try x.stored.tensor().array == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(x.part(1).shape == [4])
        #expect(try x.rows([1, 0]).array == [4, 5, 6, 7, 0, 1, 2, 3])
        #expect(try #require(file.tensors["q"]).stored.tensor().array == (1...32).map(Float.init))
    }

    @Test func `weights are taken from it as from any other file`() throws {
        var text = GGUFText()
        text.tensor("q", [32], kind: 8, offset: 0)
        let tensors = try loadWeightsFile(file(text.file(data: [0, 0x3C] + [UInt8](1...32))))
        #expect(try tensors["q"]?.tensor().array == (1...32).map(Float.init))
    }

    @Test(arguments: [([2, 2, 8], [2, 2, 8]), ([3, 8], [32]), ([-1, -32], [32])])
    func `a tensor that was laid out in other rows has its own shape`(noted: [Int32], found: [Int]) throws {
        var text = GGUFText()
        text.key("comfy.gguf.orig_shape.q", 9) { value in
            value.number(UInt32(5))
            value.number(UInt64(noted.count))
            for length in noted { value.number(UInt32(bitPattern: length)) }
        }
        text.tensor("q", [32], kind: 8, offset: 0)
        let tensors = try loadWeightsFile(file(text.file(data: [0, 0x3C] + [UInt8](1...32))))
        #expect(tensors["q"]?.shape == found)
        #expect(try tensors["q"]?.tensor().array == (1...32).map(Float.init))
    }

    /// What is done to a good file, and what is said of the result.
    static let faults: [(String, @Sendable (inout GGUFText) -> Void, String)] = [
        (
            "a name twice",
            {
                $0.tensor("x", [1], kind: 0, offset: 0); $0.tensor("x", [1], kind: 0, offset: 32)
            },
            "two entries are called 'x'"
        ),
        ("a key twice", { for _ in 0..<2 { $0.key("k", 7) { $0.bytes += [0] } } }, "two entries are called 'k'"),
        (
            "no dimensions", { $0.tensor("x", [], kind: 0, offset: 0) },
            "tensor 'x' has 0 dimensions, where 1 to 4 belong"
        ),
        (
            "a product that wraps", { $0.tensor("x", [1 << 40, 1 << 40], kind: 0, offset: 0) },
            "tensor 'x' is larger than any memory"
        ),
        (
            "a negative dimension", { $0.tensor("x", [UInt64.max], kind: 0, offset: 0) },
            "tensor 'x' has a dimension of 18446744073709551615"
        ),
        (
            "half a block", { $0.tensor("x", [31], kind: 8, offset: 0) },
            "tensor 'x' has rows of 31, which are not whole blocks of 32"
        ),
        ("an unknown type", { $0.tensor("x", [1], kind: 999, offset: 0) }, "tensor 'x' is stored in unknown type 999"),
        (
            "a type that is not read", { $0.tensor("x", [256], kind: 16, offset: 0) },
            "tensor 'x' is stored as IQ2_XXS, which is not read"
        ),
        ("a gap", { $0.tensor("x", [1], kind: 0, offset: 64) }, "tensor 'x' begins at 64, where 0 belongs"),
        ("data that is not there", { $0.tensor("x", [1000], kind: 0, offset: 0) }, "tensor 'x' ends at byte"),
        ("a boolean of 7", { $0.key("k", 7) { $0.bytes += [7] } }, "'k' is 7, where a boolean is 0 or 1"),
        ("an odd alignment", { $0.key("general.alignment", 4) { $0.number(UInt32(24)) } }, "the alignment is 24"),
        (
            "an alignment of another type", { $0.key("general.alignment", 5) { $0.number(UInt32(32)) } },
            "the alignment is of another type"
        ),
        ("an endless string", { $0.key("k", 8) { $0.number(UInt64.max) } }, "which is over the limit"),
        (
            "an endless array",
            {
                $0.key("k", 9) {
                    $0.number(UInt32(0)); $0.number(UInt64(1) << 27)
                }
            }, "the file ends within elements of 'k'"
        ),
        ("a nameless key", { $0.key("", 7) { $0.bytes += [0] } }, "a metadata key has no name"),
    ]

    @Test(arguments: faults)
    func `every fault is one sentence`(name: String, spoil: @Sendable (inout GGUFText) -> Void, words: String) throws {
        var text = GGUFText()
        spoil(&text)
        let path = try file(text.file(data: []))
        let error = #expect(throws: GGUFError.self) { try GGUFFile(path: path) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `a file cut anywhere is refused or read, never a crash`() throws {
        var text = GGUFText()
        text.key("general.architecture", 8) { $0.string("llama") }
        text.tensor("x", [4], kind: 0, offset: 0)
        let whole = text.file(data: [UInt8](repeating: 0, count: 16))
        for length in 0..<whole.count {
            #expect(throws: (any Error).self) { try GGUFFile(path: file(Array(whole[..<length]))) }
        }
    }

    @Test func `versions and byte orders that are not read are told apart`() throws {
        var old = GGUFText().file(data: [])
        old[4] = 1
        #expect(throws: GGUFError(folder / "model.gguf", .version(1))) { try GGUFFile(path: file(old)) }
        var swapped = GGUFText().file(data: [])
        (swapped[4], swapped[7]) = (0, 3)
        #expect(throws: GGUFError(folder / "model.gguf", .otherByteOrder)) { try GGUFFile(path: file(swapped)) }
    }
}

/// The bytes of a GGUF file in the making.
struct GGUFText: Sendable {
    var bytes: [UInt8] = []
    private var keys: [UInt8] = []
    private var keyCount = 0
    private var tensors: [UInt8] = []
    private var tensorCount = 0

    mutating func number(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func string(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes += Array(text.utf8)
    }

    mutating func key(_ name: String, _ type: UInt32, _ value: (inout GGUFText) -> Void) {
        var entry = GGUFText()
        entry.string(name)
        entry.number(type)
        value(&entry)
        keys += entry.bytes
        keyCount += 1
    }

    /// - Parameter sizes: innermost first, as the file has them.
    mutating func tensor(_ name: String, _ sizes: [UInt64], kind: UInt32, offset: UInt64) {
        var entry = GGUFText()
        entry.string(name)
        entry.number(UInt32(sizes.count))
        for size in sizes { entry.number(size) }
        entry.number(kind)
        entry.number(offset)
        tensors += entry.bytes
        tensorCount += 1
    }

    func file(data: [UInt8]) -> [UInt8] {
        var file = GGUFText()
        file.bytes = Array("GGUF".utf8)
        file.number(UInt32(3))
        file.number(UInt64(tensorCount))
        file.number(UInt64(keyCount))
        file.bytes += keys + tensors
        while !file.bytes.count.isMultiple(of: 32) { file.bytes.append(0) }
        return file.bytes + data
    }
}
