import Engine
import Models

/// Saves a whole checkpoint to the output folder.
struct CheckpointSave: ChecksInputs {
    static let displayName = "Save Checkpoint"
    static let category = "model/merging"
    static let summary = "Save a model, its text encoders and its VAE as one checkpoint."
    static let isOutput = true

    @Input("The model.") var model: Model
    @Input("The text encoder.") var clip: CLIP
    @Input("The VAE.") var vae: VAE
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "checkpoints/ComfyUI"

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        var tensors = try model.network.get().savedTensors()
        tensors.merge(try clip.encoder.get().savedTensors()) { first, _ in first }
        guard let own = try vae.autoencoder.get().savedTensors() else { throw SavedModelError.severalFiles }
        for (name, tensor) in own { tensors["first_stage_model.\(name)"] = tensor }
        try SavedModel(tensors: tensors, marks: model.savedMarks).write(prefix: filenamePrefix, context)
    }
}
