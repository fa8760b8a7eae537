import Layers
import Tensors
import TestSupport
import Testing

@testable import Models

/// Truth: spandrel's `RRDBNet` with the same weights; relative L2 error of each block within 1e-4.
struct ESRGANTests {
    private static func tensors(inputs: Int = 3) -> [String: StoredTensor] {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addESRGAN(width: 16, growth: 32, blocks: 2, doublings: 2, inputs: inputs)
        return checkpoint.tensors
    }

    @Test(arguments: [("esrgan", 3, 4), ("esrgan-unshuffle", 12, 2)])
    func `every block agrees with spandrel`(name: String, inputs: Int, scale: Int) throws {
        let golden = try GoldenFile(name)
        let model = try ESRGAN(file: Self.tensors(inputs: inputs), origin: "tiny")
        #expect(model.scale == scale)
        var names: Set<String> = []
        let output = try model.enlarge(golden["picture"]) { name, tensor in
            guard golden.tensors[name] != nil else { return }
            names.insert(name)
            golden.check(name, tensor)
        }
        golden.check("output", output)
        #expect(names == ["0", "1.sub.0", "1.sub.1", "1"])
    }

    /// Old name, BSRGAN's and Real-ESRGAN's.
    static let spellings = [
        [
            ("model.0", "conv_first"), ("model.1.sub.2", "trunk_conv"), ("model.3", "upconv1"), ("model.6", "upconv2"),
            ("model.8", "HRconv"), ("model.10", "conv_last"),
        ],
        [
            ("model.0", "params_ema.conv_first"), ("model.1.sub.2", "params_ema.conv_body"),
            ("model.3", "params_ema.conv_up1"), ("model.6", "params_ema.conv_up2"), ("model.8", "params_ema.conv_hr"),
            ("model.10", "params_ema.conv_last"),
        ],
    ]

    @Test(arguments: [(0, "RRDB_trunk", "RDB"), (1, "params_ema.body", "rdb")])
    func `newer names mean the same`(spelling: Int, trunk: String, dense: String) throws {
        let golden = try GoldenFile("esrgan")
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in Self.tensors() {
            let parts = name.split(separator: ".").map(String.init)
            if let pair = Self.spellings[spelling].first(where: { name.hasPrefix($0.0 + ".") && !name.contains("RDB") })
            {
                renamed[pair.1 + name.dropFirst(pair.0.count)] = tensor
            } else {
                renamed["\(trunk).\(parts[3]).\(dense)\(parts[4].dropFirst(3)).\(parts[5]).\(parts[7])"] = tensor
            }
        }
        #expect(renamed.count == Self.tensors().count)
        golden.check("output", try ESRGAN(file: renamed, origin: "tiny").enlarge(golden["picture"]))
    }

    @Test func `pictures are cut to 0 and 1, in tiles or whole`() throws {
        let golden = try GoldenFile("esrgan")
        let model = try ESRGAN(file: Self.tensors(), origin: "tiny")
        let whole = try model(golden["picture"])
        #expect(relativeError(whole.array, clamp(try golden["output"], 0...1).array) < 1e-4)
        #expect(try model(golden["picture"], tile: 6, overlap: 2).shape == whole.shape)
        #expect(throws: ModelInputError.pictureChannels(wanted: 3, found: 4)) {
            try model(Tensor(zeros: [1, 8, 8, 4]))
        }
    }

    @Test func `a file of another kind is refused`() {
        #expect(throws: WeightsError.self) { try ESRGAN(file: SyntheticCheckpoint.stableDiffusion, origin: "tiny") }
        var tensors = Self.tensors()
        tensors["model.6.weight"] = nil
        #expect(throws: WeightsError.self) { try ESRGAN(file: tensors, origin: "tiny") }
    }
}
