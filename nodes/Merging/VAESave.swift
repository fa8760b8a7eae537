import Engine
import Models

/// Saves a VAE to the output folder.
struct VAESave: ChecksInputs {
    static let category = "model/merging"
    static let summary = "Save a VAE."
    static let isOutput = true

    @Input("The VAE.") var vae: VAE
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "vae/ComfyUI_vae"

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        guard let tensors = try vae.autoencoder.get().savedTensors() else { throw SavedModelError.severalFiles }
        try SavedModel(tensors: tensors).write(prefix: filenamePrefix, context)
    }
}
