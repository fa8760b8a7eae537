import Engine
import Formats
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@testable import Nodes

struct DiffusersLoaderTests {
    /// Writes the parts of a model as the diffusers library names the files; their tensors keep their own names, which
    /// other tests are about.
    private func write(_ parts: [String: [String: StoredTensor]], into folder: String) throws {
        for (name, tensors) in parts {
            let path = "\(folder)/\(name)"
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            var writer = SafetensorsWriter()
            for (name, tensor) in tensors { writer.add(name, tensor) }
            try writer.write(to: path)
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write(Array("{}".utf8), to: "\(folder)/model_index.json")
    }

    private func part(_ tensors: [String: StoredTensor], below prefix: String) -> [String: StoredTensor] {
        Dictionary(
            uniqueKeysWithValues: tensors.filter { $0.key.hasPrefix(prefix + ".") }.map {
                (String($0.key.dropFirst(prefix.count + 1)), $0.value)
            })
    }

    @Test func `a folder's parts are those of a checkpoint`() throws {
        let tensors = SyntheticCheckpoint.stableDiffusion
        try withFolders { folders in
            try write(
                [
                    "unet/diffusion_pytorch_model.safetensors": part(tensors, below: "model.diffusion_model"),
                    "vae/diffusion_pytorch_model.safetensors": part(tensors, below: "first_stage_model"),
                    "text_encoder/model.safetensors": part(tensors, below: "cond_stage_model.transformer"),
                ], into: folders.models[0] + "/diffusers/mine/tiny")
            #expect(folders.names(in: .models("diffusers")) == ["mine/tiny"])
            let node = DiffusersLoader()
            node.modelPath = try folders.file("mine/tiny", in: .models("diffusers"))
            #expect(node.modelPath.name == "mine/tiny")
            try node.run(RunContext(folders: folders))
            let checkpoint = StableDiffusionCheckpoint(tensors, origin: "tiny")
            let latent = Tensor(noise(4 * 2 * 2), shape: [1, 4, 2, 2])
            let (found, wanted) = (try node.vae.autoencoder.get(), try checkpoint.autoencoder())
            #expect(try found.decode(latent).array == wanted.decode(latent).array)
            #expect(try node.model.network.get().configuration == checkpoint.unet().configuration)
            #expect(try node.clip.encoder.get().parts.map(\.name) == ["clip_l"])
        }
    }

    @Test func `the files in half precision come first, and all that are read count`() throws {
        let tensors = part(SyntheticCheckpoint.stableDiffusion, below: "first_stage_model")
        try withFolders { folders in
            let folder = folders.models[0] + "/diffusers"
            try write(
                [
                    "vae/diffusion_pytorch_model.safetensors": tensors,
                    "vae/diffusion_pytorch_model.fp16.safetensors": tensors,
                ], into: folder)
            #expect(folders.names(in: .models("diffusers")) == ["."])
            let list = try folders.file(".", in: .models("diffusers"))
            #expect(DiffusersFolder(list).weights == [folder + "/vae/diffusion_pytorch_model.fp16.safetensors"])
        }
    }

    @Test func `a part that is not there matters to whoever uses it`() throws {
        try withFolders { folders in
            try write([:], into: folders.models[0] + "/diffusers/empty")
            let node = DiffusersLoader()
            node.modelPath = try folders.file("empty", in: .models("diffusers"))
            try node.run(RunContext(folders: folders))
            guard case .failure(let error) = node.vae.autoencoder else {
                Issue.record("there is a VAE")
                return
            }
            #expect(
                "\(error)".hasSuffix(
                    "diffusers/empty: the folder 'vae' has no weights in one file. Put diffusion_pytorch_model.safetensors "
                        + "there, or load that part from elsewhere."))
            #expect(throws: FileNameError.self) { try folders.file("../empty", in: .models("diffusers")) }
            #expect(throws: FileNameError.self) { try folders.file("", in: .models("diffusers")) }
        }
    }

    @Test func `pixel_space is a VAE without a file`() throws {
        try withFolders { folders in
            #expect(folders.names(in: .models("vae")) == ["pixel_space"])
            let node = VAELoader()
            node.vaeName = try folders.file("pixel_space", in: .models("vae"))
            try node.run(RunContext(folders: folders))
            #expect(try node.vae.autoencoder.get().cellSize == 1)
        }
    }
}
