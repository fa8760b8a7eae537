import Engine
import Formats
import Foundation
import Tensors

/// Saves latents to the output folder, with the workflow inside.
struct SaveLatent: ChecksInputs {
    static let displayName = "Save Latent"
    static let category = "model/latent"
    static let summary = "Save latents in the output folder."
    static let isOutput = true

    @Input("The latents.") var samples: Latent
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "latents/ComfyUI"

    @Output("samples") var saved: Latent

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let shape = samples.samples.shape
        let place = try NumberedFiles(
            root: context.folders.output, prefix: filenamePrefix, height: shape[2], width: shape[3], date: Date())
        var writer = SafetensorsWriter(
            metadata: Dictionary(context.metadata.map { ($0.0, $0.1) }) { first, _ in first })
        writer.add("latent_tensor", samples.samples)
        // Says that the numbers are those of the network itself; the first files were scaled.
        writer.add("latent_format_version_0", Tensor([], shape: [0]))
        let path = try place.write(ending: "_.latent") { try writer.write(to: $0, existing: .kept) }
        context.saved(path)
        saved = samples
    }
}
