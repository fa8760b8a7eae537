import Formats
import Foundation
import Layers
import TestSupport
import Tensors
import Testing

@testable import Models

/// Truth: ComfyUI's code on a small random network, recorded by `Tests/Golden/Detection/record_detector.py`.
struct RTDETRTests {
    private static let size = 64

    private static func recorded() throws -> [String: StoredTensor] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try loadWeightsFile(folder.appending(path: "Golden/Detection/rtdetr.safetensors").path)
    }

    private func error(_ found: Tensor, _ truth: Tensor) -> Double {
        let squares = zip(found.array, truth.array).reduce(0.0) { $0 + pow(Double($1.0 - $1.1), 2) }
        return (squares / truth.array.reduce(0.0) { $0 + pow(Double($1), 2) }).squareRoot()
    }

    @Test func `rectangles and scores are those of ComfyUI's code`() throws {
        let tensors = try Self.recorded()
        let network = try RTDETR(Weights(tensors, origin: "rtdetr"), queries: 12)
        let picture = try #require(tensors["truth.picture"]).tensor()
        let (boxes, scores) = try network.raw(picture)
        #expect(try error(boxes, #require(tensors["truth.boxes"]).tensor()) < 1e-4)
        #expect(try error(scores, #require(tensors["truth.scores"]).tensor()) < 1e-4)
    }

    @Test func `what is found comes the surest first`() throws {
        let tensors = try Self.recorded()
        let network = try RTDETR(Weights(tensors, origin: "rtdetr"), queries: 12)
        let found = try network(#require(tensors["truth.picture"]).tensor())
        #expect(found.count == 12 && found.allSatisfy { $0.label < 7 && $0.sides.count == 4 })
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
    }

    @Test func `a file is known by what it holds`() throws {
        let tensors = try Self.recorded()
        #expect(RTDETR.isIn(tensors))
        #expect(RTDETR.isIn(Dictionary(uniqueKeysWithValues: tensors.map { ("model.diffusion_model.\($0)", $1) })))
        #expect(!RTDETR.isIn([:]))
    }

    @Test func `a tensor that is missing is named`() throws {
        var tensors = try Self.recorded()
        tensors["decoder.decoder.layers.1.gateway.gate.weight"] = nil
        let error = #expect(throws: WeightsError.self) { try RTDETR(file: tensors, origin: "small.safetensors") }
        #expect(error?.description.contains("decoder.decoder.layers.1.gateway.gate.weight") == true)
    }

    /// A tensor, and a shape that does not go with the others.
    static let misshapen: [(String, [Int])] = [
        ("backbone.stem.stem1.conv.weight", [8, 4, 3, 3]),
        ("backbone.stem.stem2a.conv.weight", [4, 8, 3, 3]),
        ("backbone.stages.1.blocks.0.layers.0.conv.weight", [8, 9, 3, 3]),
        ("backbone.stages.2.downsample.conv.weight", [16, 1, 2, 2]),
        ("encoder.input_proj.1.conv.weight", [16, 25, 1, 1]),
        ("encoder.fpn_blocks.0.cv1.conv.weight", [33, 32, 1, 1]),
        ("encoder.downsample_convs.0.0.cv2.conv.weight", [16, 1, 4, 4]),
        ("decoder.enc_bbox_head.layers.2.weight", [5, 24]),
        ("decoder.dec_bbox_head.1.layers.2.weight", [35, 24]),
        ("decoder.decoder.lqe_layers.1.reg_conf.layers.0.weight", [64, 21]),
        ("decoder.enc_score_head.weight", [7, 23]),
    ]

    @Test(arguments: misshapen)
    func `shapes that do not go together are refused before anything runs`(name: String, shape: [Int]) throws {
        var tensors = try Self.recorded()
        #expect(tensors[name] != nil, "no tensor \(name)")
        tensors[name] = syntheticWeights(name, shape)
        #expect(throws: WeightsError.self) { try RTDETR(file: tensors, origin: "small.safetensors") }
    }
}
