import Engine
import Layers
import Models

/// Opens a checkpoint whose prompts are pictures.
struct ImageOnlyCheckpointLoader: Node {
    static let displayName = "Load Checkpoint Image Only (img2vid model)"
    static let category = "model/loaders"
    static let summary =
        "Load the diffusion model, vision model and VAE of a checkpoint that is told by pictures (Zero123)."

    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName

    @Output var model: Model
    @Output var clipVision: VisionModel
    @Output var vae: VAE

    func run(_ context: RunContext) throws {
        let checkpoint = try Checkpoint(ckptName.path)
        (model, vae) = (checkpoint.model, checkpoint.vae)
        let path = ckptName.path
        clipVision = VisionModel(
            network: Result { () throws(WeightsError) in try CLIPVisionModel(file: checkpoint.tensors, origin: path) },
            memoryCost: byteCount(of: checkpoint.tensors, below: "cond_stage_model.")
                + byteCount(of: checkpoint.tensors, below: "conditioner."))
    }
}
