import Formats
import Foundation
import Tensors
import Testing

struct SafetensorsFileTests {
    @Test func `tensors, metadata and the order of names are read`() throws {
        let header =
            #"{"__metadata__":{"format":"pt"},"b":{"dtype":"I8","shape":[2],"data_offsets":[4,6]},"#
            + #""s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"u":{"dtype":"U64","shape":[0,3],"data_offsets":[6,6]}}   "#
        var contents = safetensors(header)
        contents += [0, 0, 0x80, 0x3f, 0xff, 5]
        let folder = try TemporaryFolder()
        let file = try SafetensorsFile(path: folder.file("x.safetensors", contents))
        #expect(file.names == ["b", "s", "u"])
        #expect(file.metadata == ["format": "pt"])
        #expect(try file.tensors["b"]?.tensor().array == [-1, 5])
        #expect(try file.tensors["s"]?.tensor().array == [1])
        #expect(file.tensors["u"] == nil)
        #expect(file.unreadable == ["u": .uint64])
    }

    /// A header of odd length, as old writers left it.
    @Test func `numbers at odd addresses are read`() throws {
        let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} "#
        #expect(!(header.utf8.count + 8).isMultiple(of: 4))
        let folder = try TemporaryFolder()
        let path = try folder.file("x", safetensors(header) + [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])
        #expect(try SafetensorsFile(path: path).tensors["a"]?.tensor().array == [1, 2])
    }

    @Test func `a file that is cut short while in use is an error, not the end of the process`() throws {
        let folder = try TemporaryFolder()
        let path = folder / "x.safetensors"
        var writer = SafetensorsWriter()
        writer.add("a", Tensor(zeros: [1000, 1000]))
        try writer.write(to: path)
        let file = try SafetensorsFile(path: path)
        #expect(try file.tensors["a"]?.tensor().count == 1_000_000)

        try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 200)
        let error = #expect(throws: FileError.self) { try file.tensors["a"]?.tensor() }
        #expect(
            error.map { "\($0)" }
                == "\(path): the file has changed since it was opened. Leave it alone while it is in use, and run again."
        )
    }

    @Test func `a file that is replaced while in use is read on as it was`() throws {
        let folder = try TemporaryFolder()
        let path = folder / "x.safetensors"
        for value in [1, 2] as [Float] {
            let before = value == 1 ? nil : try SafetensorsFile(path: path)
            var writer = SafetensorsWriter()
            writer.add("a", Tensor(repeating: value, shape: [4]))
            try writer.write(to: path)
            if let before { #expect(try before.tensors["a"]?.tensor().array == [1, 1, 1, 1]) }
        }
        #expect(try SafetensorsFile(path: path).tensors["a"]?.tensor().array == [2, 2, 2, 2])
    }

    @Test func `weights are loaded by content`() throws {
        let folder = try TemporaryFolder()
        let weights = try folder.file("weights.ckpt", safetensors("{}"))
        #expect(try loadWeightsFile(weights).isEmpty)

        let blocks = try folder.file("x.safetensors", Array("GGUF\u{3}".utf8) + [UInt8](repeating: 0, count: 99))
        #expect(try loadWeightsFile(blocks).isEmpty)

        let pickle = try folder.file("y.safetensors", [0x80, 2, 0x7D, 0x2E] + [UInt8](repeating: 0, count: 99))
        let error = #expect(throws: WeightsFileError.self) { try loadWeightsFile(pickle) }
        #expect(error?.kind == .pickle)
    }
}
