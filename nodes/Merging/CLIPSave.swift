import Engine
import Models

/// Saves text encoders to the output folder.
struct CLIPSave: ChecksInputs {
    static let category = "model/merging"
    static let summary = "Save text encoders, each in a file of its own."
    static let isOutput = true

    @Input("The text encoder.") var clip: CLIP
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "clip/ComfyUI"

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        for part in try clip.encoder.get().savedParts() {
            try context.checkCancellation()
            try SavedModel(tensors: part.tensors).write(prefix: "\(filenamePrefix)_\(part.name)", context)
        }
    }
}
