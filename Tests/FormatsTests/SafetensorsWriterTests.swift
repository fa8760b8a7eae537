import Formats
import Tensors
import Testing

struct SafetensorsWriterTests {
    @Test func `what is written reads back, in a fixed order at aligned places`() throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter(metadata: ["prompt": "{\"é\": 1}", "a": "b"])
        writer.add("half", Tensor([1, -2, 65504, 0.1], shape: [4]), as: .float16)
        writer.add("b", Tensor([3], shape: []))
        writer.add("brain", Tensor([1.0039063, -1, 3], shape: [3, 1]), as: .bfloat16)
        writer.add("a", Tensor([1, 2, 3, 4], shape: [2, 2]))
        try writer.write(to: folder / "x.safetensors")

        let file = try SafetensorsFile(path: folder / "x.safetensors")
        #expect(file.names == ["a", "b", "brain", "half"])
        #expect(file.metadata == ["prompt": "{\"é\": 1}", "a": "b"])
        #expect(try file.tensors["a"]?.tensor().array == [1, 2, 3, 4])
        #expect(try file.tensors["b"]?.tensor().array == [3])
        #expect(try file.tensors["half"]?.tensor().array == [1, -2, 65504, Float(Float16(0.1))])
        // 1 + 2^-8 lies in the middle of two bfloat16 numbers; the even one is 1.
        #expect(try file.tensors["brain"]?.tensor().array == [1, -1, 3])
        #expect(file.tensors["brain"]?.shape == [3, 1])

        let contents = try bytes(at: folder / "x.safetensors")
        #expect(contents[0].isMultiple(of: 8))
    }

    @Test func `tensors of another file are copied byte for byte`() throws {
        let folder = try TemporaryFolder()
        let header =
            #"{"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"o":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]}}"#
        let source = try folder.file("source", safetensors(header) + [1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1])
        var writer = SafetensorsWriter()
        for (name, tensor) in try SafetensorsFile(path: source).tensors { writer.add(name, tensor) }
        try writer.write(to: folder / "copy")
        #expect(try bytes(at: folder / "copy").suffix(11) == [1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1])
    }

    @Test func `a source that fails leaves no file behind`() throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter()
        writer.add("a", Tensor([1], shape: [1]))
        writer.add("b", StoredTensor(shape: [1], element: .int8, source: Failing()))
        #expect(throws: Failing.Failure.self) { try writer.write(to: folder / "x") }
        #expect(try folder.names.isEmpty)
    }

    struct Failing: WeightSource {
        struct Failure: Error {}
        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { throw Failure() }
    }
}
