import Diffusion
import Formats
import Foundation
import Layers
import TestSupport
import Tensors
import Testing

@testable import Models

/// Truth: ComfyUI's code on a small random network, recorded by `Tests/Golden/Detection/record_sdpose.py`.
struct SDPoseTests {
    static func recorded() throws -> [String: StoredTensor] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try loadWeightsFile(folder.appending(path: "Golden/Detection/sdpose.safetensors").path)
    }

    private static func network(
        _ add: (inout SyntheticCheckpoint) -> Void = { _ in }, without part: String = "nothing"
    ) throws -> UNet {
        var checkpoint = SyntheticCheckpoint()
        checkpoint.addSDPose("model.diffusion_model")
        add(&checkpoint)
        let tensors = checkpoint.tensors.filter { !$0.key.contains(part) }
        return try UNet(Weights(tensors, origin: "tiny") / "model.diffusion_model")
    }

    @Test func `maps are those of ComfyUI's head`() throws {
        let recorded = try Self.recorded()
        let pose = try SDPose(Self.network(), height: 128, width: 96)
        let features = try #require(recorded["features"]).tensor()
        let maps = try pose.heatmaps(features)
        #expect(maps.shape == [2, 32, 24, 133])
        let kept = maps.gathered(axis: 3, Array(stride(from: 0, to: 133, by: 16)))
        #expect(try relativeError(kept.array, #require(recorded["heatmaps"]).tensor().array) < 1e-5)
    }

    @Test func `features are what goes into the last block that takes so many channels`() throws {
        let network = try Self.network()
        let latent = Tensor(noise(4 * 6 * 5), shape: [1, 4, 6, 5])
        let context = Tensor(noise(1024), shape: [1, 1, 1024])
        let label = Tensor([0.5, 0, 1, 1], shape: [1, 4])
        let prepared = try network.prepare(context)
        let features = try #require(
            try network.features(latent, timesteps: [999], context: prepared, label: label, width: 128))
        var seen: [String: Tensor] = [:]
        _ = try network.predict(channelsLast(latent), timesteps: [999], context: prepared, label: label) {
            seen[$0] = $1
        }
        let last = try #require(seen.filter { $0.key.hasPrefix("output_blocks.2.") }.max { $0.key < $1.key }?.value)
        #expect(features.shape == [1, 6, 5, 128])
        #expect(features.array == last.array)
        #expect(try network.features(latent, timesteps: [999], context: prepared, label: label, width: 96) == nil)
    }

    @Test func `a network of 2_x with a label of four numbers estimates pictures`() throws {
        let traits = try DiffusionTraits(of: Self.network())
        #expect(traits.label == .task)
        #expect(traits.sampling.prediction == .image)
    }

    @Test func `a network is known by its head`() throws {
        #expect(SDPose.isIn(try Self.network()))
        let headless = try Self.network(without: "heatmap_head")
        #expect(!SDPose.isIn(headless))
        let error = #expect(throws: WeightsError.self) { try SDPose(headless) }
        #expect(error?.description.contains("heatmap_head.deconv_layers.0.weight") == true)
    }

    @Test func `a head for other bodies is refused by their number`() throws {
        let network = try Self.network {
            $0.addConv("model.diffusion_model.heatmap_head.final_layer", 128, 17, kernel: 1)
        }
        let error = #expect(throws: WeightsError.self) { try SDPose(network) }
        #expect(error?.description.contains("bodies of 17 points") == true)
    }
}
