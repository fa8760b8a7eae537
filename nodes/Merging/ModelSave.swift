import Engine
import Models

/// Saves a diffusion model to the output folder.
struct ModelSave: ChecksInputs {
    static let category = "model/merging"
    static let summary = "Save a diffusion model with what was added to its weights."
    static let isOutput = true

    @Input("The model.") var model: Model
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix =
        "diffusion_models/ComfyUI"

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        try SavedModel(tensors: model.network.get().savedTensors(), marks: model.savedMarks).write(
            prefix: filenamePrefix, context)
    }
}
