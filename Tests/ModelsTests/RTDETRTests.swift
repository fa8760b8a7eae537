import Formats
import Foundation
import Layers
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
}
