import Engine
import Formats
import Foundation
import Layers
import Models
import TestSupport
import Tensors
import Testing

@testable import Nodes

/// The small network that `BiRefNetTests` has its truths for.
struct BackgroundRemovalNodesTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/Background/birefnet.safetensors").path

    private let context = RunContext(folders: Folders(models: [], input: "", output: "", temp: ""))

    private func model() throws -> BackgroundRemovalModel {
        let loader = LoadBackgroundRemovalModel()
        loader.bgRemovalName = FileName(name: "birefnet.safetensors", path: Self.file)
        try loader.run(context)
        return loader.model
    }

    private func mask(_ pixels: Tensor) throws -> Tensor {
        let node = RemoveBackground()
        node.bgRemovalModel = try model()
        node.image = Image(pixels: pixels)
        try node.run(context)
        return node.mask.values
    }

    @Test func `each picture of a batch gets the mask that it gets alone`() throws {
        let pictures = Tensor(noise(2 * 37 * 53 * 3).map { 0.5 + 0.5 * $0 }, shape: [2, 37, 53, 3])
        let masks = try mask(pictures)
        #expect(masks.shape == [2, 37, 53])
        #expect(try mask(pictures[rows: 1..<2]).array == masks[rows: 1..<2].array)
        #expect(masks.array.allSatisfy { 0 <= $0 && $0 <= 1 } && masks.greatest - masks.least > 0.1)

        let joining = JoinImageWithAlpha()
        joining.image = Image(pixels: pictures)
        joining.alpha = Mask(values: 1 - masks)
        joining.run(context)
        #expect(joining.joined.pixels.shape == [2, 37, 53, 4])
    }

    @Test func `a picture without colours is refused`() throws {
        let error = #expect(throws: DetectionError.self) { try mask(Tensor(zeros: [1, 8, 8, 1])) }
        #expect(error?.description == "image: 1 channels are no colours. Give a picture of 3 or 4.")
    }

    @Test func `another model says what it is`() throws {
        let upscaler = ["body.0.rdb1.conv1.weight": syntheticWeights("a", [4, 4, 3, 3])]
        let error = #expect(throws: WeightsError.self) { try BiRefNet(file: upscaler, origin: "x4.pth") }
        #expect(
            error?.description == "x4.pth: this is no background remover, but another model: upscaler (RRDB). "
                + "Choose a BiRefNet model in ComfyUI's form.")
        let unknown = #expect(throws: WeightsError.self) { try BiRefNet(file: [:], origin: "x.pth") }
        #expect(unknown?.description.contains("no tensor 'bb.patch_embed.proj.weight'") == true)
    }

    @Test func `its memory is foreseen from the graph`() throws {
        try withFolders { folders in
            try FileManager.default.createDirectory(
                atPath: folders.models[0] + "/background_removal", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: Self.file, toPath: folders.models[0] + "/background_removal/small.safetensors")
            let text = """
                {"1": {"class_type": "LoadBackgroundRemovalModel", "inputs": {"bg_removal_name": "small.safetensors"}},
                 "2": {"class_type": "EmptyImage", "inputs":
                    {"width": 512, "height": 256, "batch_size": 3, "color": 0}},
                 "3": {"class_type": "RemoveBackground", "inputs": {"bg_removal_model": ["1", 0], "image": ["2", 0]}},
                 "4": {"class_type": "MaskPreview", "inputs": {"mask": ["3", 0]}}}
                """
            let forecast = try Graph(parsing: Array(text.utf8)).check(
                against: NodeCatalog(builtInNodes), folders: folders
            ).memoryForecast()
            let node = try #require(forecast.nodes.first { $0.node.id == "3" })
            #expect(node.outputs == 3 * 512 * 256 * 4)
            #expect(node.need.working > 500 << 20)
        }
    }
}
