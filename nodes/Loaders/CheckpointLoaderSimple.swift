import Engine
import Formats
import Layers
import Models
import Tensors
import Text

/// Opens an all-in-one checkpoint: diffusion model, text encoder and autoencoder.
///
/// Weights stay in the file until they are used, so that opening is quick and a part that nobody asks for costs nothing.
struct CheckpointLoaderSimple: Node {
    static let displayName = "Load Checkpoint"
    static let category = "model/loaders"
    static let summary = "Load the diffusion model, text encoder and VAE of a checkpoint."

    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName

    @Output var model: Model
    @Output var clip: CLIP
    @Output var vae: VAE

    func run(_ context: RunContext) throws {
        let checkpoint = try Checkpoint(ckptName.path)
        (model, clip, vae) = (checkpoint.model, checkpoint.clip, checkpoint.vae)
    }
}

/// The parts of an all-in-one checkpoint.
struct Checkpoint {
    let model: Model
    let clip: CLIP
    let vae: VAE

    /// What the file holds, for those who look for further parts.
    let tensors: [String: StoredTensor]

    /// - Throws: if the file cannot be read; a part that it lacks matters to whoever uses it.
    init(_ path: String) throws {
        tensors = try loadWeightsFile(path)
        let checkpoint = StableDiffusionCheckpoint(tensors, origin: path)
        var model = try Model(
            Result { () throws(WeightsError) in try checkpoint.unet() }, in: tensors,
            memoryCost: byteCount(of: tensors, below: "model."))
        if RTDETR.isIn(tensors) { model.detector = try RTDETR(file: tensors, origin: path) }
        self.model = model
        clip = CLIP(
            encoder: Result { () throws(WeightsError) in try checkpoint.promptEncoder(ClipTokenizer()) },
            memoryCost: byteCount(of: tensors, below: "cond_stage_model.")
                + byteCount(of: tensors, below: "conditioner."))
        vae = VAE(
            autoencoder: Result { () throws(WeightsError) in try checkpoint.autoencoder() },
            memoryCost: byteCount(of: tensors, below: "first_stage_model."))
    }
}

/// Bytes of the tensors whose names begin with `prefix`.
func byteCount(of tensors: [String: StoredTensor], below prefix: String) -> Int {
    tensors.reduce(0) { sum, entry in
        entry.key.hasPrefix(prefix) ? sum + entry.value.byteCount : sum
    }
}
