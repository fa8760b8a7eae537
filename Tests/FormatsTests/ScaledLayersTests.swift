import JSON
import Tensors
import Testing

@testable import Formats

/// Files whose layers are kept in eight bits beside their scales.
struct ScaledLayersTests {
    /// 1.5, -2, 0.5, 448 and others as 8-bit floats with four bits of exponent.
    private static let floats: [UInt8] = [0x3C, 0xC0, 0x30, 0x7E, 0x01, 0xB8]
    private static let floatValues: [Float] = [1.5, -2, 0.5, 448, 0x1p-9, -1]

    @Test func `layers of before 2025 are multiplied with their scales`() throws {
        let found = try load([
            ("m.scaled_fp8", "F8_E4M3", [2], [0, 0]),
            ("m.a.weight", "F8_E4M3", [2, 3], Self.floats),
            ("m.a.scale_weight", "F32", [], bytes(of: [0.25])),
            ("m.a.scale_input", "F32", [1], bytes(of: [3])),
            ("m.a.bias", "F32", [2], bytes(of: [5, 6])),
        ])
        #expect(found.keys.sorted() == ["m.a.bias", "m.a.weight"])
        #expect(try found["m.a.weight"]?.tensor().array == Self.floatValues.map { $0 * 0.25 })
        #expect(found["m.a.weight"]?.shape == [2, 3])
    }

    @Test func `layers that state their format have a scale for all rows or for each`() throws {
        let codes: [UInt8] = [1, 2, 255, 128, 127, 0]
        let words = [UInt8](#"{"format": "int8_tensorwise"}"#.utf8)
        for (scales, truth) in [
            ([0.5, 4], [0.5, 1, -0.5, -512, 508, 0]), ([2], [2, 4, -2, -256, 254, 0]),
        ] as [([Float], [Float])] {
            let found = try load([
                ("a.weight", "I8", [2, 3], codes), ("a.comfy_quant", "U8", [words.count], words),
                ("a.weight_scale", "F32", [scales.count, 1], bytes(of: scales)),
            ])
            #expect(found.count == 1)
            #expect(try found["a.weight"]?.tensor().array == truth)
        }
    }

    @Test func `statements stand in the metadata as well`() throws {
        let found = try load(
            [("a.weight", "F8_E4M3", [2, 3], Self.floats), ("a.weight_scale", "F32", [], bytes(of: [2]))],
            metadata: ["_quantization_metadata": #"{"layers": {"a": {"format": "float8_e4m3fn"}}}"#])
        #expect(try found["a.weight"]?.tensor().array == Self.floatValues.map { $0 * 2 })
    }

    @Test func `rotated rows are turned back`() throws {
        let words = [UInt8](#"{"format": "int8_tensorwise", "convrot": true, "convrot_groupsize": 4}"#.utf8)
        let found = try load([
            ("a.weight", "I8", [1, 4], [2, 4, 6, 8]), ("a.comfy_quant", "U8", [words.count], words),
            ("a.weight_scale", "F32", [], bytes(of: [1])),
        ])
        // Half of: 2 + 4 + 6 - 8, 2 + 4 - 6 + 8, 2 - 4 + 6 + 8, -2 + 4 + 6 + 8.
        #expect(try found["a.weight"]?.tensor().array == [2, 4, 6, 8])
        let other = try load([
            ("a.weight", "I8", [1, 4], [2, 0, 0, 0]), ("a.comfy_quant", "U8", [words.count], words),
            ("a.weight_scale", "F32", [], bytes(of: [1])),
        ])
        #expect(try other["a.weight"]?.tensor().array == [1, 1, 1, -1])
    }

    @Test(arguments: [
        (#"{"format": "nvfp4"}"#, "'a' is kept as 'nvfp4', which is not read. Use the same model in float8"),
        (#"{"format": "float8_e4m3fn"}"#, "'a' is said to be kept as 'float8_e4m3fn', but its numbers are I8."),
        (#"{"kind": 3}"#, "'a' has a statement of its format ('comfy_quant') that names none."),
        ("{", "'a' has a statement of its format ('comfy_quant') that is no JSON."),
        (
            #"{"format": "int8_tensorwise", "convrot": true}"#,
            "'a' is said to be rotated in groups of 256, which does not fit rows of 3."
        ),
        (#"{"format": "int8_tensorwise"}"#, "'a' has 3 scales for 2 rows."),
    ])
    func `what is not understood is an error that says which layer`(words: String, sentence: String) throws {
        let words = [UInt8](words.utf8)
        let error = #expect(throws: ScaledLayerError.self) {
            try load([
                ("a.weight", "I8", [2, 3], [1, 2, 3, 4, 5, 6]), ("a.comfy_quant", "U8", [words.count], words),
                ("a.weight_scale", "F32", [3], bytes(of: [1, 2, 3])),
            ])
        }
        #expect(error?.description.contains("the layer \(sentence)") == true, "\(error?.description ?? "none")")
    }

    @Test(arguments: ["{", "[]", #"{"layers": 3}"#])
    func `metadata that name no layers are an error`(text: String) throws {
        let error = #expect(throws: ScaledLayerError.self) {
            try load([("a.weight", "F8_E4M3", [2, 3], Self.floats)], metadata: ["_quantization_metadata": text])
        }
        #expect(error?.description.contains(": its metadata name no layers under '_quantization_metadata'") == true)
    }

    /// A file of these tensors, written by hand and loaded as weights.
    private func load(
        _ tensors: [(name: String, type: String, shape: [Int], bytes: [UInt8])], metadata: [String: String] = [:]
    ) throws -> [String: StoredTensor] {
        var header = JSONObject()
        var data: [UInt8] = []
        if !metadata.isEmpty {
            header["__metadata__"] = .object(JSONObject(metadata.map { ($0.key, .string($0.value)) }))
        }
        for tensor in tensors {
            header[tensor.name] = [
                "dtype": .string(tensor.type), "shape": .array(tensor.shape.map { .int($0) }),
                "data_offsets": [.int(data.count), .int(data.count + tensor.bytes.count)],
            ]
            data += tensor.bytes
        }
        // Tensors stay in the folder, from which nothing is read before they are asked for.
        let path = try folder.file("scaled.safetensors", safetensors(JSONValue.object(header).description) + data)
        return try loadWeightsFile(path)
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bytes(of values: [Float]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    }
}
