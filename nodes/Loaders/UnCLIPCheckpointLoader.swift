import Engine
import Layers
import Models

/// Opens a checkpoint that also sees pictures.
struct UnCLIPCheckpointLoader: Node {
    static let typeName = "unCLIPCheckpointLoader"
    static let displayName = "Load unCLIP Checkpoint"
    static let category = "model/loaders"
    static let summary = "Load a checkpoint with a vision model, so that pictures can take the place of words."

    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName

    @Output var model: Model
    @Output var clip: CLIP
    @Output var vae: VAE
    @Output var clipVision: VisionModel

    func run(_ context: RunContext) throws {
        let checkpoint = try Checkpoint(ckptName.path)
        (model, clip, vae) = (checkpoint.model, checkpoint.clip, checkpoint.vae)
        let path = ckptName.path
        clipVision = VisionModel(
            network: Result { () throws(WeightsError) in try CLIPVisionModel(file: checkpoint.tensors, origin: path) },
            memoryCost: byteCount(of: checkpoint.tensors, below: "embedder."))
    }
}
