import Engine
import Formats
import Foundation
import Models
import Tensors

// What opens networks; their weights are used where they lie in their files.

extension FileName {
    /// The file and its size, as `MemoryOutline` has them.
    fileprivate var mapped: [String: Int] {
        guard !path.isEmpty else { return [:] }
        let values = try? URL(filePath: path).resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey])
        return [path: values?.fileSize ?? 0]
    }

    /// The outline of a diffusion model in the file.
    ///
    /// - Parameter firstLayer: what the file calls its first convolution, which tells the channels.
    fileprivate func diffusionModel(firstLayer: String) -> NetworkOutline? {
        guard let tensors = try? loadWeightsFile(path) else { return nil }
        return NetworkOutline(files: mapped, channels: tensors[firstLayer]?.shape.first ?? 320)
    }
}

/// Nodes that open a whole checkpoint.
protocol OpensCheckpoint: EstimatesMemory {
    var checkpoint: FileName? { get }
    var outlines: (model: Output<Model>, clip: Output<CLIP>, vae: Output<VAE>) { get }
}

extension OpensCheckpoint {
    func estimateMemory() -> MemoryNeed? {
        guard let checkpoint,
            let model = checkpoint.diffusionModel(firstLayer: "model.diffusion_model.input_blocks.0.0.weight")
        else { return nil }
        outlines.model.expect(model)
        outlines.clip.expect(NetworkOutline(files: model.files))
        outlines.vae.expect(NetworkOutline(files: model.files))
        return MemoryNeed(working: 0)
    }
}

extension CheckpointLoaderSimple: OpensCheckpoint {
    var checkpoint: FileName? { $ckptName.literal }
    var outlines: (model: Output<Model>, clip: Output<CLIP>, vae: Output<VAE>) { ($model, $clip, $vae) }
}

extension CheckpointLoader: OpensCheckpoint {
    var checkpoint: FileName? { $ckptName.literal }
    var outlines: (model: Output<Model>, clip: Output<CLIP>, vae: Output<VAE>) { ($model, $clip, $vae) }
}

extension UnCLIPCheckpointLoader: OpensCheckpoint {
    var checkpoint: FileName? { $ckptName.literal }
    var outlines: (model: Output<Model>, clip: Output<CLIP>, vae: Output<VAE>) { ($model, $clip, $vae) }
}

extension DiffusersLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let folder = $modelPath.literal.map(DiffusersFolder.init) else { return nil }
        if let path = folder.unet,
            let model = FileName(name: "", path: path).diffusionModel(firstLayer: "conv_in.weight")
        {
            $model.expect(model)
        }
        func outline(_ paths: [String]) -> NetworkOutline {
            NetworkOutline(
                files: paths.map { FileName(name: "", path: $0).mapped }.reduce([:]) { $0.merging($1) { max($0, $1) } })
        }
        $clip.expect(outline(folder.textEncoders))
        $vae.expect(outline([folder.vae].compactMap(\.self)))
        return MemoryNeed(working: 0)
    }
}

extension VAELoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $vaeName.literal else { return nil }
        $vae.expect(NetworkOutline(files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension UNETLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let model = $unetName.literal?.diffusionModel(firstLayer: "input_blocks.0.0.weight") else { return nil }
        $model.expect(model)
        return MemoryNeed(working: 0)
    }
}

extension CLIPLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $clipName.literal else { return nil }
        $clip.expect(NetworkOutline(files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension DualCLIPLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let one = $clipName1.literal, let other = $clipName2.literal else { return nil }
        $clip.expect(NetworkOutline(files: one.mapped.merging(other.mapped) { max($0, $1) }))
        return MemoryNeed(working: 0)
    }
}

extension ControlNetLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $controlNetName.literal else { return nil }
        $controlNet.expect(NetworkOutline(files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension ModelPatchLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $name.literal else { return nil }
        $modelPatch.expect(NetworkOutline(files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension UpscaleModelLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $modelName.literal, let tensors = try? loadWeightsFile(file.path),
            let network = try? ESRGAN(file: tensors, origin: file.path)
        else { return nil }
        $upscaleModel.expect(UpscalerOutline(network, files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension LoadBackgroundRemovalModel: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $bgRemovalName.literal else { return nil }
        $model.expect(NetworkOutline(files: file.mapped))
        return MemoryNeed(working: 0)
    }
}

extension CLIPTextEncode: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $clip.outline.map { _ in MemoryNeed(working: ActivationMemory.encodingText) }
    }
}

extension CFGGuider: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let outline = $model.outline else { return nil }
        $guider.expect(outline)
        return MemoryNeed(working: 0)
    }
}

extension BasicGuider: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let outline = $model.outline else { return nil }
        $guider.expect(outline)
        return MemoryNeed(working: 0)
    }
}
