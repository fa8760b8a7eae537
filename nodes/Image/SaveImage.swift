import Engine
import Foundation

/// Saves pictures to the output folder, with the workflow inside.
struct SaveImage: ChecksInputs {
    static let displayName = "Save Image"
    static let category = "image"
    static let summary = "Save pictures as PNG files in the output folder."
    static let isOutput = true

    @Input("The pictures.") var images: Image
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"

    @Output("images") var saved: Image

    func check(in folders: Folders) throws {
        guard let prefix = $filenamePrefix.literal else { return }
        _ = try SavedPictures.place(of: prefix)
    }

    func run(_ context: RunContext) throws {
        let pictures = try SavedPictures(
            root: context.folders.output, prefix: filenamePrefix, pixels: images.pixels, date: Date(),
            compressionLevel: 4)
        try pictures.write(images.pixels, context)
        saved = images
    }
}
