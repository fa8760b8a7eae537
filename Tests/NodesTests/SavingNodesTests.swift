import Engine
import Formats
import Foundation
import Models
import Tensors
import TestSupport
import Testing
import Text

@testable import Nodes

struct SavingNodesTests {
    private let frames = Image(
        pixels: Tensor((0..<3 * 32 * 48 * 3).map { Float($0 % 251) / 251 }, shape: [3, 32, 48, 3]))

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test func `animations are counted on, with the workflow inside`() throws {
        try withFolders { folders in
            let context = RunContext(folders: folders, metadata: [("prompt", "{\"1\": {}}")])
            for _ in 0..<2 {
                let png = SaveAnimatedPNG()
                png.images = frames
                try png.run(context)
                let webp = SaveAnimatedWEBP()
                webp.images = frames
                webp.method = .fastest
                try webp.run(context)
            }
            let made = names(in: folders.output)
            #expect(made == ["ComfyUI_00001_.png", "ComfyUI_00002_.webp", "ComfyUI_00003_.png", "ComfyUI_00004_.webp"])
            for name in made {
                #expect(try Picture.metadata(of: "\(folders.output)/\(name)")["prompt"] == "{\"1\": {}}")
            }
        }
    }

    @Test func `depth and format decide what a picture is saved as`() throws {
        try withFolders { folders in
            let node = SaveImageAdvanced()
            node.images = frames
            (node.format, node.bitDepth, node.inputColorSpace) = (.png, .sixteen, .standard)
            try node.run(RunContext(folders: folders))
            (node.format, node.colourSpace) = (.exr, .highRange)
            try node.run(RunContext(folders: folders))
            var wanted: [String] = []
            for number in 1...6 { wanted.append("ComfyUI_0000\(number)." + (number < 4 ? "png" : "exr")) }
            #expect(names(in: folders.output) == wanted)
            let picture = try Picture(path: folders.output + "/ComfyUI_00002.png")
            let truth = frames.pixels[rows: 1..<2].array.map { (value: Float) -> Float in
                (value * 65535).rounded(.down) / 65535
            }
            #expect(relativeError(picture.pixels.array, truth) < 1e-6)
        }
    }

    /// Values of the standards' own formulas.
    @Test func `linear light is that of the standards`() {
        let signal = Tensor([0, 0.04, 0.5, 1], shape: [1, 1, 1, 4])
        let light = ColourSpace.standard.linear(signal).array
        #expect(zip(light, [0, 0.0030959752, 0.21404114, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
        let scene = ColourSpace.highRange.linear(Tensor([0, 0.5, 0.75, 1], shape: [1, 1, 4, 1])).array
        #expect(zip(scene, [0, 1.0 / 12, 0.26496256, 1]).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func `a video is made, saved, loaded, cut and taken apart`() throws {
        try withFolders { folders in
            let context = RunContext(folders: folders)
            let making = CreateVideo()
            // Frames of one brightness each, from dark to light.
            var brightness: [Float] = []
            for frame in 0..<8 { brightness += [Float](repeating: Float(frame) / 8, count: 32 * 48 * 3) }
            making.images = Image(pixels: Tensor(brightness, shape: [8, 32, 48, 3]))
            making.fps = 8
            making.run(context)
            let saving = SaveVideo()
            saving.video = making.video
            (saving.format, saving.crf) = (.automatic, 5)
            try saving.run(context)
            #expect(names(in: folders.output + "/video") == ["ComfyUI_00001_.mp4"])

            let loading = LoadVideo()
            loading.file = FileName(name: "a", path: folders.output + "/video/ComfyUI_00001_.mp4")
            try loading.run(context)
            let cutting = VideoSlice()
            (cutting.video, cutting.startTime, cutting.duration) = (loading.video, -0.5, 0.25)
            try cutting.run(context)
            let parts = GetVideoComponents()
            parts.video = cutting.part
            try parts.run(context)
            #expect(parts.fps == 8)
            #expect(parts.images.pixels.shape == [2, 32, 48, 3])
            // The fifth and the sixth of eight, which are as bright all over as they are late.
            let levels: [Float] = [0.5, 0.625]
            for index in 0..<2 {
                let found = parts.images.pixels[rows: index..<index + 1].mean
                #expect(abs(found - levels[index]) < 0.01)
            }
            (cutting.startTime, cutting.duration, cutting.strictDuration) = (0.5, 2, true)
            #expect(throws: VideoNodeError.noPart(start: 0.5, length: 2, whole: 1)) { try cutting.run(context) }

            // A whole file goes on as it is.
            saving.video = loading.video
            try saving.run(context)
            let files = ["1", "2"].map { folders.output + "/video/ComfyUI_0000\($0)_.mp4" }
            #expect(try Data(contentsOf: URL(filePath: files[0])) == Data(contentsOf: URL(filePath: files[1])))
        }
    }

    @Test func `a checkpoint that is saved is the one that was loaded, and changes go along`() throws {
        try withFolders { folders in
            let context = RunContext(folders: folders, metadata: [("prompt", "{}")])
            let source = SyntheticCheckpoint.stableDiffusion
            let path = folders.output + "/source.safetensors"
            var writer = SafetensorsWriter()
            for (name, tensor) in source { writer.add(name, tensor) }
            try writer.write(to: path)
            let loaded = try Checkpoint(path)
            let node = CheckpointSave()
            (node.model, node.clip, node.vae) = (loaded.model, loaded.clip, loaded.vae)
            try node.run(context)
            let saved = try SafetensorsFile(path: folders.output + "/checkpoints/ComfyUI_00001_.safetensors").tensors
            #expect(!saved.isEmpty)
            for (name, tensor) in saved {
                let original = try #require(source[name], "\(name)")
                #expect(tensor.element == original.element)
                #expect(try tensor.tensor().array == original.tensor().array)
            }
            #expect(saved.keys.contains { $0.hasPrefix("model.diffusion_model.out.") })
            #expect(saved.keys.contains { $0.hasPrefix("cond_stage_model.transformer.text_model.") })
            #expect(saved.keys.contains { $0.hasPrefix("first_stage_model.decoder.") })
        }
    }
}
