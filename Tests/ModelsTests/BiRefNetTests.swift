import Formats
import Foundation
import Layers
import TestSupport
import Tensors
import Testing

@testable import Models

/// Truth: ComfyUI's code on a small random network, recorded by `Tests/Golden/Background/record_birefnet.py`.
struct BiRefNetTests {
    private static func recorded() throws -> [String: StoredTensor] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try loadWeightsFile(folder.appending(path: "Golden/Background/birefnet.safetensors").path)
    }

    private static func network(_ tensors: [String: StoredTensor]) throws -> BiRefNet {
        try BiRefNet(Weights(tensors, origin: "birefnet"), size: 128)
    }

    private static func truth(_ name: String, in tensors: [String: StoredTensor]) throws -> Tensor {
        try #require(tensors["truth.\(name)"], "no truth '\(name)'").tensor()
    }

    private func error(_ found: Tensor, _ truth: Tensor) -> Double {
        #expect(found.shape == truth.shape)
        let squares = zip(found.array, truth.array).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
        return (squares / truth.array.reduce(0.0) { $0 + pow(Double($1), 2) }).squareRoot()
    }

    @Test func `what is seen at each scale is what ComfyUI's code sees`() throws {
        let tensors = try Self.recorded()
        let network = try Self.network(tensors)
        let seen = try network.squeezed(Self.truth("picture", in: tensors) / 255)
        for (index, scale) in seen.dropLast().enumerated() {
            #expect(try error(scale, Self.truth("scale\(index)", in: tensors)) < 1e-5, "scale \(index)")
        }
        #expect(try error(seen[3], Self.truth("squeezed", in: tensors)) < 1e-5)
    }

    @Test func `what is drawn from it is what ComfyUI's code draws`() throws {
        let tensors = try Self.recorded()
        let found = try Self.network(tensors).logits(Self.truth("picture", in: tensors) / 255)
        #expect(try error(found, Self.truth("logits", in: tensors)) < 1e-5)
    }

    @Test func `a picture of odd size with transparency gets a mask of its size`() throws {
        let tensors = try Self.recorded()
        let network = try Self.network(tensors)
        let (pictures, masks) = (try Self.truth("odd", in: tensors) / 255, try Self.truth("masks", in: tensors))
        for index in 0..<2 {
            let found = try network(pictures[rows: index..<index + 1])
            // A level that rounding decides otherwise moves a pixel by 1/255.
            #expect(error(found, masks[rows: index..<index + 1]) < 1e-4)
        }
    }

    @Test func `its steps are as many as it says, and can be the last`() throws {
        let tensors = try Self.recorded()
        let (network, picture) = (try Self.network(tensors), try Self.truth("odd", in: tensors)[rows: 0..<1] / 255)
        var steps = 0
        _ = try network(picture) { steps += 1 }
        #expect(steps == network.steps)
        #expect(throws: CancellationError.self) { try network(picture) { throw CancellationError() } }
    }

    @Test func `a mask does not depend on the number of threads`() throws {
        let tensors = try Self.recorded()
        let picture = try Self.truth("odd", in: tensors)[rows: 0..<1] / 255
        let found = try withThreadCounts { try Self.network(tensors)(picture).array }
        #expect(found[1] == found[0] && found[2] == found[0])
    }

    @Test func `a file is known by what it holds`() throws {
        #expect(BiRefNet.isIn(try Self.recorded()))
        #expect(!BiRefNet.isIn([:]))
        #expect(ModelFamily(of: try Self.recorded()) == .backgroundRemover)
    }

    @Test func `a tensor that is missing is named`() throws {
        for name in [
            "bb.layers.2.blocks.1.attn.qkv.bias", "decoder.conv_out1.0.bias", "decoder.ipt_blk1.conv_out.weight",
        ] {
            var tensors = try Self.recorded()
            tensors[name] = nil
            let error = #expect(throws: WeightsError.self) { try BiRefNet(file: tensors, origin: "small.safetensors") }
            #expect(error?.description.contains(name) == true)
        }
    }

    /// A tensor, and a shape that does not go with the others.
    static let misshapen: [(String, [Int])] = [
        ("bb.patch_embed.proj.weight", [6, 3, 2, 2]),
        ("bb.layers.0.blocks.0.attn.relative_position_bias_table", [24, 1]),
        ("bb.layers.1.blocks.0.attn.relative_position_bias_table", [25, 5]),
        ("bb.layers.1.downsample.reduction.weight", [24, 47]),
        ("squeeze_module.0.conv_in.weight", [3, 179, 3, 3]),
        ("squeeze_module.0.dec_att.aspp_deforms.1.atrous_conv.regular_conv.weight", [5, 3, 2, 2]),
        ("squeeze_module.0.dec_att.aspp_deforms.2.atrous_conv.offset_conv.weight", [97, 3, 7, 7]),
        ("decoder.ipt_blk3.conv1.weight", [2, 191, 3, 3]),
        ("decoder.lateral_block3.conv.weight", [24, 49, 1, 1]),
        ("decoder.gdt_convs_attn_2.0.weight", [2, 4, 1, 1]),
        ("decoder.conv_out1.0.weight", [1, 8, 1, 1]),
    ]

    @Test(arguments: misshapen)
    func `shapes that do not go together are refused before anything runs`(name: String, shape: [Int]) throws {
        var tensors = try Self.recorded()
        #expect(tensors[name] != nil, "no tensor \(name)")
        #expect(tensors[name]?.shape != shape)
        tensors[name] = syntheticWeights(name, shape)
        #expect(throws: WeightsError.self) { try BiRefNet(file: tensors, origin: "small.safetensors") }
    }
}
