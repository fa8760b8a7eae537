import Diffusion
import Engine
import Formats
import Foundation
import Layers
import TestSupport
import Tensors
import Testing

@testable import Models
@testable import Nodes

/// Truth: ComfyUI's own node with a small random model, recorded by `Tests/Golden/Detection/record_sdpose.py`.
struct SDPoseKeypointExtractorTests {
    private static let checkpoint = {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addSDPose("model.diffusion_model")
        checkpoint.addAutoencoder("first_stage_model", channels: 32, multipliers: [1, 1, 1, 1], blocks: 1)
        return StableDiffusionCheckpoint(checkpoint.tensors, origin: "tiny")
    }()

    private static func pictures(_ count: Int, _ height: Int, _ width: Int) -> Tensor {
        var values: [Float] = []
        for n in 0..<count {
            for y in 0..<height {
                for x in 0..<width {
                    for c in 0..<3 {
                        let place = x * x / 5 + y * 7 + x * y / 9
                        values.append(Float(Double((place + c * 29 + n * 57) % 101) / 100))
                    }
                }
            }
        }
        return Tensor(values, shape: [count, height, width, 3])
    }

    private static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> BoundingBox {
        BoundingBox(x: x, y: y, width: width, height: height)
    }

    struct Case: Sendable {
        let name: String
        let pictures: (count: Int, height: Int, width: Int)
        var batchSize = 16
        var boxes: BoundingBoxes?
    }

    static let cases = [
        Case(name: "whole", pictures: (3, 70, 50), batchSize: 2),
        Case(name: "large", pictures: (1, 161, 203)),
        Case(
            name: "boxes", pictures: (3, 75, 131),
            boxes: .frames([
                [box(3, 4, 40.7, 60), box(-20, 30.9, 90, 80), box(140, 10, 20, 20)], [box(60.2, 0, 71, 75)],
            ])),
        Case(name: "single", pictures: (2, 60, 64), boxes: .single(box(10, 10, 40, 44))),
        Case(name: "none", pictures: (2, 60, 64), batchSize: 1, boxes: .frames([])),
        Case(name: "outside", pictures: (1, 60, 64), batchSize: 1, boxes: .frames([[box(70, 0, 5, 5)]])),
    ]

    private static func parts() throws -> (model: Model, vae: VAE) {
        let network = try checkpoint.unet()
        return (
            try Model(.success(network), in: [:], memoryCost: 0),
            VAE(autoencoder: .success(try checkpoint.autoencoder()), memoryCost: 0)
        )
    }

    @Test(arguments: cases)
    func `points are those of ComfyUI's node`(given: Case) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let recorded = try loadWeightsFile(folder.appending(path: "Golden/Detection/sdpose.safetensors").path)
        let (model, vae) = try Self.parts()
        let node = SDPoseKeypointExtractor()
        node.image = Image(pixels: Self.pictures(given.pictures.count, given.pictures.height, given.pictures.width))
        node.batchSize = given.batchSize
        node.bboxes = given.boxes
        let eye = try PoseEye(model, vae) { try SDPose($0, height: 128, width: 96) }
        var frames: [PoseKeypoints.Frame] = []
        try withFolders { frames = try node.people(seenBy: eye, RunContext(folders: $0)).frames }
        #expect(frames.allSatisfy { $0.width == given.pictures.width && $0.height == given.pictures.height })
        #expect(try frames.map { Float($0.people.count) } == #require(recorded["\(given.name).counts"]).tensor().array)
        guard let truth = try recorded["\(given.name).people"]?.tensor().array else { return }
        let steady = try #require(recorded["\(given.name).steady"]).tensor().array
        var found: [Float] = []
        for person in frames.flatMap(\.people) {
            let points = [person.body, person.feet ?? [], person.face, person.rightHand, person.leftHand].joined()
            for point in points { found += [point.x, point.y, point.score] }
        }
        #expect(found.count == truth.count && steady.count * 3 == truth.count)
        // Hills of noise: where ComfyUI itself finds other points for features that are off by 1e-5, none are compared.
        let compared = truth.indices.filter { steady[$0 / 3] == 1 }
        #expect(compared.count * 10 > 9 * truth.count)
        let (own, theirs) = (compared.map { found[$0] }, compared.map { truth[$0] })
        #expect(relativeError(own, theirs) < 2e-5)
        let farthest = zip(own, theirs).map { abs($0 - $1) }.max() ?? .infinity
        #expect(farthest < 0.01, "pixels or score: \(farthest)")
        // Scores do not depend on Newton's method.
        let scores = Array(stride(from: 2, to: truth.count, by: 3))
        #expect(relativeError(scores.map { found[$0] }, scores.map { truth[$0] }) < 1e-5)
    }

    @Test func `models that find no poses are told so`() throws {
        let (_, vae) = try Self.parts()
        let headless = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "sd.safetensors")
        let error = #expect(throws: DetectionError.self) {
            try PoseEye(Model(.success(headless.unet()), in: [:], memoryCost: 0), vae)
        }
        #expect(error == .noHeatmapHead)
    }
}
